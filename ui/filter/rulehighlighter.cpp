#include "ui/filter/rulehighlighter.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTextDocument>

namespace xo::ui {

RuleHighlighter::RuleHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

void RuleHighlighter::setError(int position) {
    if (m_error == position) return;
    m_error = position;
    rehighlight();
}

void RuleHighlighter::highlightBlock(const QString& text) {
    static const QRegularExpression words(QStringLiteral(
        "\\b(and|or|not|in|is|blank|between|contains|starts|with|any|all|count|first|last|latest|answer|event|"
        "feedback|invitation|customer|reached|stopped|passed|journey|tag|segment|source)\\b"));
    static const QRegularExpression quoted(QStringLiteral("'[^']*'?"));
    const Tokens& tokens = tokensFor(QApplication::palette());
    QTextCharFormat word;
    word.setForeground(tokens.goodText);
    word.setFontWeight(QFont::Bold);
    for (auto match = words.globalMatch(text); match.hasNext();) {
        const auto at = match.next();
        setFormat(static_cast<int>(at.capturedStart()), static_cast<int>(at.capturedLength()), word);
    }
    QTextCharFormat literal;
    literal.setForeground(tokens.badText);
    for (auto match = quoted.globalMatch(text); match.hasNext();) {
        const auto at = match.next();
        setFormat(static_cast<int>(at.capturedStart()), static_cast<int>(at.capturedLength()), literal);
    }
    const int offset = m_error - 1 - currentBlock().position();
    if (m_error > 0 && offset >= 0 && offset <= text.size()) {
        QTextCharFormat wrong;
        wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.setUnderlineColor(tokens.bad);
        wrong.setBackground(tokens.badBg);
        setFormat(std::min(offset, static_cast<int>(text.size()) - 1),
                  std::max(1, static_cast<int>(text.size()) - offset), wrong);
    }
}

} // namespace xo::ui
