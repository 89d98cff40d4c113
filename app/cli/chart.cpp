#include "app/cli/cli.h"
#include "app/cli/platform.h"
#include "core/base/path.h"

#include <filesystem>

namespace xo::cli {

void addChartCommand(CLI::App& app, Cli& cli) {
    struct Options {
        std::string project, view, out, by, filter, stages, journey, window, satisfaction, question, trend, from, to,
            theme = "light", size;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("chart", cli.t("Draw a view as a picture", "把视图画成图片"));
    command->add_option("project", options->project)->required();
    command->add_option("view", options->view, "funnel|nps|trend")->required();
    command->add_option("--out", options->out, "chart.png|.svg|.pdf")->required();
    command->add_option("--by", options->by);
    command->add_option("--filter", options->filter);
    command->add_option("--journey", options->journey);
    command->add_option("--stages", options->stages);
    command->add_option("--window", options->window);
    command->add_option("--satisfaction", options->satisfaction);
    command->add_option("--question", options->question);
    command->add_option("--trend", options->trend, "week|month|quarter");
    command->add_option(
        "--from", options->from,
        cli.t("Funnel: entered since this day, against as many days before", "漏斗：自该日起进入，与之前同样天数相比"));
    command->add_option("--to", options->to, cli.t("Funnel: entered up to this day", "漏斗：截至该日进入"));
    command->add_option("--theme", options->theme, "light|dark");
    command->add_option("--size", options->size, "1280x720");
    command->callback([options, &cli] {
    // the window's program draws: this one stays free of the graphics libraries and starts at once
#ifdef _WIN32
        const std::string program = programFolder() + "\\xoworkbench.exe";
#else
        const std::string program = programFolder() + "/xoworkbench";
#endif
        std::error_code ignored;
        if (!std::filesystem::exists(pathFromUtf8(program), ignored))
            return cli.failed(fail("session.no_charts", {program}).error);
        std::vector<std::string> arguments{
            "--draw",       options->view, options->project,
            "--out",        options->out,  "--theme",
            options->theme, "--language",  cli.language == wording::Language::Chinese ? "zh" : "en"};
        const std::pair<const char*, const std::string*> passed[] = {{"--by", &options->by},
                                                                     {"--filter", &options->filter},
                                                                     {"--journey", &options->journey},
                                                                     {"--stages", &options->stages},
                                                                     {"--window", &options->window},
                                                                     {"--satisfaction", &options->satisfaction},
                                                                     {"--question", &options->question},
                                                                     {"--trend", &options->trend},
                                                                     {"--from", &options->from},
                                                                     {"--to", &options->to},
                                                                     {"--size", &options->size}};
        for (const auto& [name, value] : passed)
            if (!value->empty()) {
                arguments.emplace_back(name);
                arguments.push_back(*value);
            }
        const int code = runProgram(program, arguments);
        if (code != 0) {
            cli.exitCode = code < 0 ? kFailed : code;
            return;
        }
        cli.result({{"file", options->out}}, [&] { return options->out + "\n"; });
    });
}

} // namespace xo::cli
