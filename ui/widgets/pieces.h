#pragma once

#include <QLabel>
#include <QString>

class QFrame;
class QHBoxLayout;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace xo::ui {

/// A label of one of the style sheet's kinds: "finding", "heading", "title", "subtitle", "label", "hint", "muted",
/// "figure", "error", "tag".
QLabel* label(const char* kind, QWidget* parent);
/// Gives a widget (again) a kind of the style sheet and redraws it.
void setKind(QWidget* widget, const char* kind);
/// White box with a thin border.
QFrame* panel(QWidget* parent);
/// 1 px line.
QFrame* horizontalLine(QWidget* parent);
QFrame* verticalLine(QWidget* parent);
QPushButton* button(const char* kind, QWidget* parent); ///< "primary", "small", "flat", "" = normal
/// Text and accessible name in one go, for retranslate().
void setTexts(QPushButton* button, const QString& text, const QString& toolTip = {});
/// Tool button with an icon only: tool tip and accessible name.
void setTexts(QToolButton* button, const QString& name);
/// 12,431: digits grouped as the window's language does.
QString counted(qulonglong number);

/// A label of one line that ends in … where its text is too long; the whole text is its tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr, Qt::TextElideMode mode = Qt::ElideRight);
    void setFullText(const QString& text);
    QString fullText() const { return m_text; }
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Qt::TextElideMode m_mode;
};

} // namespace xo::ui
