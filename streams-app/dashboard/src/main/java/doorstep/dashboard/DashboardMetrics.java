// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.avro.SatisfactionScore;
import doorstep.avro.VisitCount;
import doorstep.event.TreePath;
import doorstep.feed.FeedState;
import doorstep.figures.FigureSettings;
import doorstep.period.CalendarWindow;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.question.Access;
import doorstep.question.AnswerRow;
import doorstep.question.Answers;
import doorstep.question.Moment;
import doorstep.question.Question;
import doorstep.question.QuestionException;
import doorstep.question.Reach;
import doorstep.question.Selection;
import doorstep.rows.RowStore;
import doorstep.tally.WindowKind;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Figures of the upper units for Prometheus, and what the process does itself. Names and units are Prometheus's. */
final class DashboardMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final RowStore store;
    private final PipelineMoments moments;
    private final int depth;
    private final MultiGauge visits = gauge("doorstep.visits", "Visits in the window so far");
    private final MultiGauge answers =
            gauge("doorstep.answers", "Answers to the assessed question in the window so far");
    private final MultiGauge satisfied =
            gauge("doorstep.satisfied.ratio", "Share of satisfied answers to the assessed question, 0 to 1");
    private final MultiGauge target = gauge("doorstep.target.ratio", "Share that should be satisfied, 0 to 1");
    private final MultiGauge open = gauge("doorstep.open", "Commitments open at as-of");
    private final MultiGauge overdue = gauge("doorstep.overdue", "Commitments overdue at as-of");

    /** @param depth most segments of a unit that has series; 0 = only all units together */
    DashboardMetrics(RowStore store, Supplier<FeedState> feed, PipelineMoments moments, int depth) {
        this.store = store;
        this.moments = moments;
        this.depth = depth;
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collector.bindTo(registry);
        feedGauge(
                "doorstep.feed.lag", "Records of the topics that are not in the store, at most", feed, FeedState::lag);
        feedGauge("doorstep.feed.skipped", "Records that another program wrote", feed, FeedState::skipped);
        feedGauge(
                "doorstep.feed.caught.up",
                "1 if the store has all rows of the topics",
                feed,
                state -> state.caughtUp() ? 1 : 0);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private void feedGauge(
            String name, String description, Supplier<FeedState> feed, ToDoubleFunction<FeedState> value) {
        Gauge.builder(name, feed, it -> value.applyAsDouble(it.get()))
                .description(description)
                .register(registry);
    }

    /** In Prometheus' text format. Figures are left out until they are known. */
    synchronized String text() {
        Optional<Moment> moment = moments.ifKnown().filter(it -> !it.asOfs().isEmpty());
        moment.ifPresent(this::refresh);
        return registry.scrape();
    }

    private void refresh(Moment moment) {
        FigureSettings settings = moment.settings();
        Span month = CalendarWindow.containing(
                settings.dateOf(moment.asOfs().stream().sorted().findFirst().orElseThrow()),
                WindowKind.MONTH,
                settings.calendar());
        List<AnswerRow> counts = rows(moment, Topics.VISIT_COUNTS, Optional.empty(), month);
        set(
                visits,
                counts,
                month(),
                row -> Optional.of((double) ((VisitCount) row.figures().row()).getVisits()));
        List<AnswerRow> scores = rows(
                moment,
                Topics.SATISFACTION_SCORES,
                Optional.of(settings.assessment().facet()),
                month);
        set(
                answers,
                scores,
                month(),
                row -> Optional.of((double) ((SatisfactionScore) row.figures().row()).getAnswers()));
        set(
                satisfied,
                scores,
                month(),
                row -> Optional.ofNullable(((SatisfactionScore) row.figures().row()).getSatisfiedShare()));
        set(target, scores, month(), row -> row.assessment()
                .filter(it -> it.target().isPresent())
                .map(it -> it.target().getAsDouble()));
        List<Row<?>> openRows = new ArrayList<>();
        List<Row<?>> overdueRows = new ArrayList<>();
        for (String kind : List.of("CALLBACK", "DUTY", "REQUEST", "SUGGESTION")) {
            Tags tags = Tags.of("kind", kind);
            List<AnswerRow> levels =
                    rows(moment, Topics.SERVICE_LEVELS, Optional.of(kind), new WindowToAsOf(WindowKind.EVER));
            levels.forEach(row -> row.figures().level().ifPresent(level -> {
                openRows.add(Row.of(tags.and("unit", row.name().unit()), level.open()));
                overdueRows.add(Row.of(tags.and("unit", row.name().unit()), level.overdue()));
            }));
        }
        open.register(openRows, true);
        overdue.register(overdueRows, true);
    }

    private static Tags month() {
        return Tags.of("window", WindowKind.MONTH.name());
    }

    private static void set(
            MultiGauge gauge, List<AnswerRow> rows, Tags tags, Function<AnswerRow, Optional<Double>> figure) {
        List<Row<?>> values = new ArrayList<>();
        for (AnswerRow row : rows) {
            figure.apply(row)
                    .ifPresent(value ->
                            values.add(Row.of(tags.and("unit", row.name().unit()), value)));
        }
        gauge.register(values, true);
    }

    /** Of the units down to the depth; none if their rows do not add up to the dates. */
    private List<AnswerRow> rows(Moment moment, Topic topic, Optional<String> facet, Span span) {
        Answers answers = new Answers(store, () -> moment);
        List<AnswerRow> rows = new ArrayList<>();
        try {
            rows.addAll(rows(answers, selection(topic, facet, TreePath.ROOT), span));
            List<String> above = List.of(TreePath.ROOT);
            for (int level = 0; level < depth; level++) {
                List<String> below = new ArrayList<>();
                for (String unit : above) {
                    rows.addAll(rows(answers, selection(topic, facet, unit).with(Reach.BELOW), span));
                    below.addAll(store.cells().below(unit));
                }
                above = below;
            }
            return rows;
        } catch (QuestionException e) {
            return List.of();
        }
    }

    private static Selection selection(Topic topic, Optional<String> facet, String unit) {
        Selection selection = Selection.of(topic, unit);
        return facet.map(selection::withFacet).orElse(selection);
    }

    private static List<AnswerRow> rows(Answers answers, Selection selection, Span span) {
        return answers.answer(Question.of(selection, span), Access.root()).rows();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
