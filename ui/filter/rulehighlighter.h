#pragma once

#include <QSyntaxHighlighter>

namespace xo::ui {

/// Colours rule text: words of the language, texts in quotes, and the place of a mistake.
class RuleHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    explicit RuleHighlighter(QTextDocument* document);
    void setError(int position); ///< 1-based, in characters; 0 = none

protected:
    void highlightBlock(const QString& text) override;

private:
    int m_error = 0;
};

} // namespace xo::ui
