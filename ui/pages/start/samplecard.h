#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace xo::ui {

/// A sample project as a card: a small picture of its story, what it is about, a button.
class SampleCard : public QFrame {
    Q_OBJECT
public:
    explicit SampleCard(QWidget* parent);
    void setTexts(const QString& title, const QString& text, const QString& size, const QString& button);
    QPushButton* button() const { return m_button; }

private:
    QLabel *m_title, *m_text, *m_size;
    QPushButton* m_button;
};

/// The story in small: bars that fall at one stage, the ribbon of those lost there in red.
class StoryPicture : public QWidget {
    Q_OBJECT
public:
    explicit StoryPicture(QWidget* parent);
    QSize sizeHint() const override { return {232, 124}; }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace xo::ui
