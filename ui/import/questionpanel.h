#pragma once

#include "ui/import/importfiles.h"

#include <QFrame>

class QGridLayout;
class QScrollArea;

namespace xo::ui {

/// The questions only a person can answer, each with its choices in a list; hidden when there are none. More than a few
/// scroll, so that the rows they are about stay in sight.
class QuestionPanel : public QFrame {
    Q_OBJECT
public:
    explicit QuestionPanel(QWidget* parent = nullptr);
    void setQuestions(const QList<ImportQuestion>& questions);
    bool hasOpen() const;
    void focusFirstOpen();

Q_SIGNALS:
    void answered(const QString& question, const QString& value);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuild();
    void fitHeight();
    QList<ImportQuestion> m_questions;
    QScrollArea* m_scroll;
    QWidget* m_list;
    QGridLayout* m_grid;
};

} // namespace xo::ui
