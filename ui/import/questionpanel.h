#pragma once

#include "ui/import/importfiles.h"

#include <QFrame>

class QGridLayout;
class QLabel;

namespace xo::ui {

/// The questions only a person can answer, each with its choices in a list; hidden when there are none.
class QuestionPanel : public QFrame {
    Q_OBJECT
public:
    explicit QuestionPanel(QWidget* parent = nullptr);
    void setQuestions(const QList<ImportQuestion>& questions);
    bool hasOpen() const;
    void focusFirstOpen();

Q_SIGNALS:
    void answered(const QString& question, const QString& value);

private:
    void rebuild();
    QList<ImportQuestion> m_questions;
    QGridLayout* m_grid;
};

} // namespace xo::ui
