#include "ui/theme/theme.h"

namespace xo::ui {

namespace {
QColor c(unsigned rgb) {
    return QColor(QRgb(0xFF000000u | rgb));
}
} // namespace

const Tokens& lightTokens() {
    static const Tokens tokens = [] {
        Tokens t;
        t.win = c(0xF4F5F6), t.panel = c(0xFFFFFF), t.alt = c(0xF8F9FA);
        t.line = c(0xD9DDE1), t.line2 = c(0xBFC5CB), t.grid = c(0xE8EAED);
        t.t1 = c(0x1F2429), t.t2 = c(0x4F5861), t.t3 = c(0x6C757E);
        t.good = c(0x2B7A9B), t.goodText = c(0x216580), t.goodBg = c(0xE4EFF4), t.goodMid = c(0xA9CBDA);
        t.bad = c(0xD1603D), t.badText = c(0xB0472A), t.badBg = c(0xFBEFEA), t.badMid = c(0xF0C5B5);
        t.pass = c(0xA9ADB3), t.passBg = c(0xEEEFF1);
        t.sel = c(0xE0A526), t.selBg = c(0xFCF4E0);
        t.onAccent = c(0xFFFFFF), t.hatch = c(0xA9ADB3);
        t.category = {c(0x2B7A9B), c(0xE0A526), c(0x7B6BA8), c(0x4C9A6A),
                      c(0xD1603D), c(0x8C6D4F), c(0xC77BA0), c(0x5F7488)};
        return t;
    }();
    return tokens;
}

const Tokens& darkTokens() {
    static const Tokens tokens = [] {
        Tokens t;
        t.dark = true;
        t.win = c(0x1D2023), t.panel = c(0x25282C), t.alt = c(0x2A2E32);
        t.line = c(0x3A3F45), t.line2 = c(0x50565D), t.grid = c(0x32373C);
        t.t1 = c(0xE7E9EB), t.t2 = c(0xB7BEC5), t.t3 = c(0x929AA2);
        t.good = c(0x5AA6C6), t.goodText = c(0x7CBCD6), t.goodBg = c(0x243A44), t.goodMid = c(0x3A6579);
        t.bad = c(0xE28560), t.badText = c(0xF0A080), t.badBg = c(0x3A2C27), t.badMid = c(0x74493A);
        t.pass = c(0x7C838A), t.passBg = c(0x33383D);
        t.sel = c(0xE9B84A), t.selBg = c(0x3F3723);
        t.onAccent = c(0x10181C), t.hatch = c(0x6A7178);
        t.category = {c(0x5AA6C6), c(0xE9B84A), c(0xA493D0), c(0x74BE92),
                      c(0xE28560), c(0xB99673), c(0xDD9DBD), c(0x8FA4B8)};
        return t;
    }();
    return tokens;
}

const Tokens& tokensFor(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? darkTokens() : lightTokens();
}

} // namespace xo::ui
