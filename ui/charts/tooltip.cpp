#include "ui/charts/tooltip.h"

namespace xo::ui {

QString tooltipHtml(const chart::Hit& hit, const Tokens& tokens) {
    QString html = QStringLiteral("<div style='white-space:nowrap'><b>%1</b></div>")
                       .arg(QString::fromStdString(hit.title).toHtmlEscaped());
    if (hit.facts.empty()) return html;
    html += QStringLiteral("<table cellspacing='0' cellpadding='1'>");
    for (const auto& [label, figure] : hit.facts)
        html +=
            QStringLiteral(
                "<tr><td style='color:%1;white-space:nowrap'>%2</td><td style='padding-left:16px;white-space:nowrap' "
                "align='right'>%3</td></tr>")
                .arg(tokens.t2.name(), QString::fromStdString(label).toHtmlEscaped(),
                     QString::fromStdString(figure).toHtmlEscaped());
    return html + QStringLiteral("</table>");
}

QString spokenText(const chart::Hit& hit) {
    QString text = QString::fromStdString(hit.title);
    for (const auto& [label, figure] : hit.facts)
        text += QStringLiteral(", %1 %2").arg(QString::fromStdString(label), QString::fromStdString(figure));
    return text;
}

} // namespace xo::ui
