#pragma once

#include "core/base/result.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace xo::ui {

/// A line at the place of work: what happened and what to do. Stays until closed or replaced.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);
    void showError(const Error& error); ///< a cancelled job shows nothing
    void showNotice(const QString& text);
    void dismiss();
    QString text() const;
    bool isError() const { return m_isError; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void restyle();
    QLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_close;
    Error m_error;
    bool m_isError = false;
};

} // namespace xo::ui
