#pragma once

#include "ui/document/document.h"
#include "ui/filter/condition.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;

namespace xo::ui {

/// One condition as combo boxes: what · column · operator · value. Values are read in a job.
class ConditionRow : public QWidget {
    Q_OBJECT
public:
    /// `bare` as for ruleOf: conditions on customers, or on the event itself.
    ConditionRow(Document* document, QWidget* parent, Subject bare = Subject::Customer);
    void setCondition(const Condition& condition);
    Condition condition() const;
    void retranslate();

Q_SIGNALS:
    void changed();

private:
    void subjectChosen();
    void fieldChosen();
    void fillSubjects();
    void fillFields();
    void fillOperators();
    void fillValues();
    void offerValues(const QStringList& values);
    void updateVisibility();
    Subject subject() const;
    const FieldChoice* field() const;
    QString operatorName(const QString& op) const;
    Document* m_document;
    Subject m_bare;
    QComboBox* m_subject;
    QComboBox* m_field;
    QComboBox* m_operator;
    QComboBox* m_value;
    QLineEdit* m_text;
    std::vector<FieldChoice> m_fields;
    bool m_filling = false;
    QString m_valuesKey;
};

} // namespace xo::ui
