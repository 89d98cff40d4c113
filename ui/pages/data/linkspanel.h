#pragma once

#include "core/fusion/keyquality.h"
#include "core/fusion/linkpanel.h"
#include "ui/pages/page.h"

#include <optional>

class QLabel;
class QPushButton;
class QTabBar;
class QTableWidget;

namespace xo::ui {

/// How each dataset of answers finds its events: the rule, how many are tied and why the others aren't, what a join
/// would multiply; below, how usable the keys are. Every figure says what it means, and opens its answers.
class LinksPanel : public QWidget {
    Q_OBJECT
public:
    LinksPanel(Document* document, PageHost* host, QWidget* parent);
    void refresh(); ///< when the workspace changed; at once if shown, else when shown
    void retranslate();
    bool isIdle() const { return !m_loading && !(m_stale && isVisible()); }
    QString tableText() const;

Q_SIGNALS:
    void idleChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Links {
        fusion::LinkPanel panel;
        std::vector<fusion::KeyQuality> keys;
    };
    struct Figure {
        std::optional<fusion::LinkFigure> opens; ///< the answers behind it; nullopt: none to show
        std::uint64_t count = 0;
        QString name, share, meaning;
    };
    void compute();
    void showLinks();
    void showFigures();
    void showKeys();
    std::vector<Figure> figuresOf(const fusion::DatasetLinks& links) const;
    void open(int row);

    Document* m_document;
    PageHost* m_host;
    std::optional<Links> m_links;
    std::vector<Figure> m_rows;
    bool m_stale = true;
    bool m_loading = false;
    QLabel* m_title;
    QLabel* m_hint;
    QTableWidget* m_datasets;
    QTabBar* m_lists;
    QTableWidget* m_figures;
    QPushButton* m_openButton;
    QTableWidget* m_keys;
    QWidget* m_empty;
    QLabel* m_emptyText;
    QPushButton* m_import;
    QList<QWidget*> m_panels;
};

} // namespace xo::ui
