#include "ui/pages/page.h"

// Page is an interface; this file gives its signals a home.
