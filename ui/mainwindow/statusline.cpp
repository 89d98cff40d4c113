#include "ui/mainwindow/statusline.h"

#include "core/session/engine.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

namespace xo::ui {

namespace {

struct Counted {
    session::SegmentCount selected, all;
    qint64 ms = 0;
};

} // namespace

StatusLine::StatusLine(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_counts(new QLabel(this)), m_job(new QLabel(this)),
      m_progress(new QProgressBar(this)), m_cancel(new QToolButton(this)), m_time(new QLabel(this)),
      m_saved(new QLabel(this)), m_language(new QToolButton(this)) {
    setObjectName(QStringLiteral("statusLine"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(26);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 1, 12, 0);
    layout->setSpacing(12);
    m_progress->setFixedWidth(96);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 100);
    setKind(m_cancel, "link");
    m_cancel->setObjectName(QStringLiteral("cancelJob"));
    m_language->setObjectName(QStringLiteral("languageSwitch"));
    m_counts->setTextFormat(Qt::RichText);
    auto separator = [this] {
        QFrame* line = verticalLine(this);
        line->setFixedHeight(14);
        return line;
    };
    layout->addWidget(m_counts);
    layout->addWidget(m_job);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addStretch(1);
    layout->addWidget(m_time);
    layout->addWidget(separator());
    layout->addWidget(m_saved);
    layout->addWidget(separator());
    layout->addWidget(m_language);
    connect(m_cancel, &QToolButton::clicked, this, [this] { m_document->jobs()->cancel(m_shownJob); });
    connect(m_language, &QToolButton::clicked, this, &StatusLine::languageSwitchRequested);
    connect(document->jobs(), &JobRunner::changed, this, &StatusLine::showJobs);
    connect(document->selection(), &Selection::changed, this, &StatusLine::countSelection);
    connect(document, &Document::workspaceChanged, this, &StatusLine::countSelection);
    showJobs();
}

void StatusLine::countSelection() {
    if (!m_document->isOpen()) {
        m_counted = false;
        m_computeMs = -1;
        showCounts();
        return;
    }
    const QString filter = m_document->selection()->filterText();
    m_document->jobs()->run<Counted>(
        tr("Counting the selection"), this,
        [context = m_document->context(), rule = filter.toStdString()](const JobContext& job) -> Result<Counted> {
            QElapsedTimer timer;
            timer.start();
            Counted counted;
            auto selected = session::segmentCount(context, {{}, rule}, job);
            if (!selected) return selected.failure();
            counted.selected = *selected;
            counted.ms = timer.elapsed();
            if (rule.empty()) {
                counted.all = counted.selected;
                return counted;
            }
            auto all = session::segmentCount(context, {}, job);
            if (!all) return all.failure();
            counted.all = *all;
            return counted;
        },
        [this, filter](Result<Counted> counted) {
            m_counted = counted.has_value();
            if (counted) {
                m_customers = counted->selected.customers;
                m_answers = counted->selected.answers;
                m_allCustomers = counted->all.customers;
                m_allAnswers = counted->all.answers;
                m_computeMs = counted->ms;
                m_filtered = !filter.isEmpty();
            }
            showCounts();
        },
        QStringLiteral("status.count"));
}

void StatusLine::showCounts() {
    if (!m_document->isOpen()) {
        m_counts->setText(tr("Ready"));
        m_time->clear();
        return;
    }
    if (!m_counted) {
        m_counts->setText(QString());
        m_time->clear();
        return;
    }
    QString text = tr("Selected <b>%1 customers · %2 answers</b>").arg(counted(m_customers), counted(m_answers));
    if (m_filtered)
        text += QStringLiteral("&nbsp;&nbsp;&nbsp;") +
                tr("of %1 customers · %2 answers").arg(counted(m_allCustomers), counted(m_allAnswers));
    m_counts->setText(text);
    m_time->setText(m_computeMs >= 0 ? tr("Counted in %1 ms").arg(m_computeMs) : QString());
}

void StatusLine::showJobs() {
    const QList<JobInfo> jobs = m_document->jobs()->running();
    const bool any = !jobs.isEmpty();
    m_job->setVisible(any);
    m_progress->setVisible(any);
    m_cancel->setVisible(any);
    if (!any) return;
    const JobInfo& first = jobs.first();
    m_shownJob = first.id;
    QString text = jobs.size() > 1 ? tr("%1 (+%2)").arg(first.title).arg(jobs.size() - 1) : first.title;
    if (first.fraction >= 0) text += QStringLiteral("  %1%").arg(qRound(first.fraction * 100));
    m_job->setText(text);
    m_progress->setRange(0, first.fraction < 0 ? 0 : 100);
    m_progress->setValue(first.fraction < 0 ? 0 : qRound(first.fraction * 100));
    m_progress->setAccessibleName(first.title);
}

void StatusLine::setSavedState(const QString& text) {
    m_saved->setText(text);
}

void StatusLine::setLanguageName(const QString& name) {
    m_language->setText(name);
}

void StatusLine::retranslate() {
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel the running job"));
    m_language->setToolTip(tr("Switch the language of the window"));
    m_language->setAccessibleName(tr("Language"));
    showCounts();
    showJobs();
}

} // namespace xo::ui
