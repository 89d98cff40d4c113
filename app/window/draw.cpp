#include "app/window/draw.h"

#include "core/analysis/funnel/funnel.h"
#include "core/analysis/nps/nps.h"
#include "core/base/text.h"
#include "core/project/store.h"
#include "core/wording/errors.h"
#include "ui/charts/npsbuilder.h"
#include "ui/charts/render.h"
#include "ui/mainwindow/language.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <cstring>

namespace xo::window {

namespace {

struct Request {
    QString view, project, out, size, theme;
    QString by, filter, journey, stages, window, satisfaction, question, trend, from, to;
    wording::Language language = wording::Language::English;
};

Result<void> drawFunnel(const Request& request, const analysis::Context& context, ui::RenderOptions options) {
    analysis::FunnelParams params;
    params.journey = request.journey.toStdString();
    params.stages = splitQuoted(request.stages.toStdString(), '>');
    params.filter = request.filter.toStdString();
    params.satisfaction = request.satisfaction.toStdString();
    params.from = request.from.toStdString();
    params.to = request.to.toStdString();
    if (!request.window.isEmpty()) {
        auto window = Span::parse(request.window.toStdString());
        if (!window) return window.failure();
        params.window = *window;
    }
    auto result = analysis::runFunnel(context, params, JobContext());
    if (!result) return result.failure();
    // one scale for the lower lane, where all stages ask on the same
    std::optional<std::pair<int, int>> scale;
    bool same = true;
    for (const analysis::FunnelStage& stage : result->stages) {
        if (!stage.satisfaction) continue;
        for (const auto& table : context.workspace->tables) {
            const auto column = table->find(stage.satisfaction->question);
            if (!column || !table->columns()[*column].role.isScore()) continue;
            const Role& role = table->columns()[*column].role;
            const std::pair<int, int> found{role.scaleLow, role.scaleHigh};
            same = same && (!scale || *scale == found);
            scale = found;
            break;
        }
    }
    if (scale && same) {
        options.scaleLow = scale->first;
        options.scaleHigh = scale->second;
    }
    return ui::renderJourney(*result, options, request.out);
}

Result<void> drawNps(const Request& request, const analysis::Context& context, ui::RenderOptions options, bool trend) {
    analysis::ScoreParams params;
    params.question = request.question.toStdString();
    params.filter = request.filter.toStdString();
    if (trend) {
        auto period = analysis::trendFromName(request.trend.isEmpty() ? "month" : request.trend.toStdString());
        if (!period) return period.failure();
        params.trend = *period;
    } else {
        params.by = splitQuoted(request.by.toStdString(), ',');
    }
    auto result = analysis::runNps(context, params, JobContext());
    if (!result) return result.failure();
    if (!trend) return ui::renderNpsBars(*result, options, request.out);
    options.incompletePeriod = ui::incompletePeriod(*context.workspace, params.trend).value_or("");
    return ui::renderNpsTrend(*result, options, request.out);
}

Result<void> drawView(const Request& request, const ui::RenderOptions& options) {
    auto store = Store::open(request.project.toStdString(), Store::Access::ReadOnly);
    if (!store) return store.failure();
    auto workspace = (*store)->workspace();
    if (!workspace) return workspace.failure();
    const analysis::Context context = analysis::makeContext(*workspace);
    if (request.view == QLatin1String("funnel")) return drawFunnel(request, context, options);
    if (request.view == QLatin1String("nps")) return drawNps(request, context, options, false);
    if (request.view == QLatin1String("trend")) return drawNps(request, context, options, true);
    return fail("session.unknown_view", {request.view.toStdString(), "funnel, nps, trend"});
}

} // namespace

bool isDrawCommand(int argc, char** argv) {
    return argc > 1 && std::strcmp(argv[1], "--draw") == 0;
}

int draw(QApplication& app, const QStringList& arguments) {
    QCommandLineParser parser;
    const auto option = [&](const char* name) {
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), QString(), QStringLiteral("value")));
    };
    for (const char* name : {"draw", "out", "theme", "language", "size", "by", "filter", "journey", "stages", "window",
                             "satisfaction", "question", "trend", "from", "to"})
        option(name);
    if (!parser.parse(arguments) || parser.positionalArguments().size() != 1 || !parser.isSet(QStringLiteral("out"))) {
        std::fprintf(stderr, "xoworkbench --draw VIEW PROJECT --out FILE: %s\n", qUtf8Printable(parser.errorText()));
        return 2;
    }
    const auto value = [&](const char* name) { return parser.value(QString::fromLatin1(name)); };
    Request request{value("draw"),
                    parser.positionalArguments().front(),
                    value("out"),
                    value("size"),
                    value("theme"),
                    value("by"),
                    value("filter"),
                    value("journey"),
                    value("stages"),
                    value("window"),
                    value("satisfaction"),
                    value("question"),
                    value("trend"),
                    value("from"),
                    value("to")};
    request.language = wording::languageFromName(value("language").toStdString());
    const bool chinese = request.language == wording::Language::Chinese;
    ui::RenderOptions options;
    options.language = request.language;
    options.dark = request.theme == QLatin1String("dark");
    const QStringList size = request.size.split(QLatin1Char('x'));
    if (size.size() == 2 && size[0].toInt() >= 320 && size[1].toInt() >= 200 && size[0].toInt() <= 8000 &&
        size[1].toInt() <= 8000)
        options.size = QSize(size[0].toInt(), size[1].toInt());
    ui::Language language;
    language.install(chinese ? QStringLiteral("zh") : QStringLiteral("en"));
    ui::applyTheme(app, options.dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light, chinese);
    const auto done = drawView(request, options);
    if (done) return 0;
    std::fprintf(stderr, "xow: %s\n", wording::errorText(done.error(), request.language).c_str());
    return 1;
}

} // namespace xo::window
