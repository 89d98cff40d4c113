#pragma once

#include "core/session/engine.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace xo::ui {

/// The segments page's part of the dock: name and kind of the segment at hand, its size, what the figures mean.
class SegmentInspector : public QWidget {
    Q_OBJECT
public:
    explicit SegmentInspector(QWidget* parent);
    void setSegment(const QString& name, const QString& kind);
    QString name() const;
    void editName();
    void setCounts(const session::SegmentCount* count, const session::SegmentCount& all);
    void setCanSave(bool can);
    void retranslate();

Q_SIGNALS:
    void saveRequested();
    void freezeRequested();

private:
    void showCounts();
    QLabel *m_segmentTitle, *m_nameLabel, *m_kindLabel, *m_kind, *m_sizeTitle, *m_definitionTitle, *m_definition;
    QLineEdit* m_name;
    QPushButton *m_save, *m_freeze;
    QList<QLabel*> m_captions, m_values;
    session::SegmentCount m_count, m_all;
    bool m_counted = false;
};

} // namespace xo::ui
