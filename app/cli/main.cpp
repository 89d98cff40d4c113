#include "app/cli/cli.h"
#include "app/cli/platform.h"
#include "core/base/memory.h"

int main(int argc, char** argv) {
    xo::keepFreedMemory();
    std::vector<std::string> arguments = xo::cli::utf8Arguments(argc, argv);
    xo::cli::Cli cli;
    cli.language = xo::wording::languageFromName(xo::cli::environmentLanguage());
    // known before the parser is built, because its help texts are in that language too
    for (std::size_t i = 1; i + 1 < arguments.size(); ++i)
        if (arguments[i] == "--lang") cli.language = xo::wording::languageFromName(arguments[i + 1]);
    if (!arguments.empty()) {
        cli.program = arguments.front();
        arguments.erase(arguments.begin());
    }
    return xo::cli::execute(cli, std::move(arguments));
}
