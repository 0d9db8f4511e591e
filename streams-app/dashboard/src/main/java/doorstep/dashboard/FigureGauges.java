// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.avro.SatisfactionScore;
import doorstep.avro.VisitCount;
import doorstep.event.CommitmentKind;
import doorstep.event.TreePath;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures of the upper units as gauges. A bounded number of them: the lowest units are left out first. Not thread-safe. */
final class FigureGauges {
    private static final Logger LOG = LoggerFactory.getLogger(FigureGauges.class);
    private static final List<String> KINDS =
            Arrays.stream(CommitmentKind.values()).map(Enum::name).sorted().toList();

    private final RowStore store;
    private final MetricsScope scope;
    private final int mostUnits;
    private final Map<MultiGauge, List<Row<?>>> rows = new LinkedHashMap<>();
    private final Set<String> warned = new HashSet<>();
    private final MultiGauge visits;
    private final MultiGauge answers;
    private final MultiGauge satisfied;
    private final MultiGauge target;
    private final MultiGauge open;
    private final MultiGauge overdue;
    private volatile int unitsLeftOut;

    /** @param mostSeries of all gauges together */
    FigureGauges(RowStore store, MetricsScope scope, int mostSeries, MeterRegistry registry) {
        this.store = store;
        this.scope = scope;
        visits = gauge(registry, "doorstep.visits", "Visits in the window so far");
        answers = gauge(registry, "doorstep.answers", "Answers to the question in the window so far");
        satisfied = gauge(registry, "doorstep.satisfied.ratio", "Share of satisfied answers to the question, 0 to 1");
        target = gauge(registry, "doorstep.target.ratio", "Share that should be satisfied, 0 to 1");
        open = gauge(registry, "doorstep.open", "Commitments open at as-of");
        overdue = gauge(registry, "doorstep.overdue", "Commitments overdue at as-of");
        int ofUnit = 4 * scope.windows().size() + 2 * KINDS.size();
        mostUnits = Math.max(1, mostSeries / ofUnit);
        Gauge.builder("doorstep.metrics.units.left.out", this, it -> it.unitsLeftOut)
                .description("Units within the depth that have no series, because there would be too many")
                .register(registry);
    }

    private MultiGauge gauge(MeterRegistry registry, String name, String description) {
        MultiGauge gauge = MultiGauge.builder(name).description(description).register(registry);
        rows.put(gauge, new ArrayList<>());
        return gauge;
    }

    void refresh(Moment moment) {
        rows.values().forEach(List::clear);
        Set<String> units = units();
        FigureSettings settings = moment.settings();
        String question = scope.question().orElse(settings.assessment().facet());
        for (WindowKind kind : scope.windows()) {
            Tags window = Tags.of("window", kind.name());
            for (AnswerRow row : answers(moment, units, Topics.VISIT_COUNTS, Optional.empty(), kind)) {
                add(visits, row, window, it -> Optional.of(visits(it)));
            }
            for (AnswerRow row : answers(moment, units, Topics.SATISFACTION_SCORES, Optional.of(question), kind)) {
                Tags tags = window.and("question", question);
                SatisfactionScore score = (SatisfactionScore) row.figures().row();
                add(answers, row, tags, it -> Optional.of((double) score.getAnswers()));
                add(satisfied, row, tags, it -> Optional.ofNullable(score.getSatisfiedShare()));
                add(target, row, tags, FigureGauges::target);
            }
        }
        for (String kind : KINDS) {
            Tags tags = Tags.of("kind", kind);
            for (AnswerRow row : answers(moment, units, Topics.SERVICE_LEVELS, Optional.of(kind), WindowKind.EVER)) {
                add(open, row, tags, it -> it.figures().level().map(level -> (double) level.open()));
                add(overdue, row, tags, it -> it.figures().level().map(level -> (double) level.overdue()));
            }
        }
        rows.forEach((gauge, values) -> gauge.register(values, true));
    }

    private static double visits(AnswerRow row) {
        return ((VisitCount) row.figures().row()).getVisits();
    }

    private static Optional<Double> target(AnswerRow row) {
        return row.assessment().filter(it -> it.target().isPresent()).map(it -> it.target()
                .getAsDouble());
    }

    private void add(MultiGauge gauge, AnswerRow row, Tags tags, Function<AnswerRow, Optional<Double>> figure) {
        figure.apply(row).ifPresent(value -> rows.get(gauge)
                .add(Row.of(tags.and("unit", row.name().unit()), value)));
    }

    /** Down to the depth, from the top. */
    private Set<String> units() {
        Set<String> units = new LinkedHashSet<>();
        int all = 0;
        Set<String> level = Set.of(TreePath.ROOT);
        for (int depth = 0; depth <= scope.depth() && !level.isEmpty(); depth++) {
            Set<String> below = new TreeSet<>();
            for (String unit : level) {
                all++;
                if (units.size() < mostUnits) {
                    units.add(unit);
                }
                below.addAll(store.cells().below(unit));
            }
            level = below;
        }
        int leftOut = all - units.size();
        if (leftOut > 0 && leftOut != unitsLeftOut) {
            LOG.warn(
                    "{} of {} units have no series at /metrics, because there would be too many: lower --metrics-depth or"
                            + " --metrics-windows, or ask the API",
                    leftOut,
                    all);
        }
        unitsLeftOut = leftOut;
        return units;
    }

    /** Of those units; none if their rows do not add up to the window. */
    private List<AnswerRow> answers(
            Moment moment, Set<String> units, Topic topic, Optional<String> facet, WindowKind kind) {
        Set<String> parents = new LinkedHashSet<>();
        units.stream().filter(unit -> !unit.equals(TreePath.ROOT)).forEach(unit -> parents.add(TreePath.parent(unit)));
        Answers source = new Answers(store, () -> moment);
        List<AnswerRow> found = new ArrayList<>();
        try {
            Span span = span(kind, moment);
            found.addAll(rows(source, selection(topic, facet, TreePath.ROOT), span));
            for (String parent : parents) {
                found.addAll(rows(source, selection(topic, facet, parent).with(Reach.BELOW), span));
            }
        } catch (QuestionException e) {
            if (warned.add(e.getMessage())) {
                LOG.warn("no series of {} and {} at /metrics: {}", topic.shortName(), kind, e.getMessage());
            }
            return List.of();
        }
        found.removeIf(row -> !units.contains(row.name().unit()));
        return found;
    }

    private static Span span(WindowKind kind, Moment moment) {
        if (!kind.isCalendar()) {
            return new WindowToAsOf(kind);
        }
        FigureSettings settings = moment.settings();
        if (kind.isFiscal() && settings.fiscalStart() == 0) {
            throw new QuestionException(
                    QuestionException.Fault.INVALID, "window", kind + " needs the setting fiscal.start", List.of());
        }
        return CalendarWindow.containing(
                settings.dateOf(moment.asOfs().stream().sorted().findFirst().orElseThrow()), kind, settings.calendar());
    }

    private static Selection selection(Topic topic, Optional<String> facet, String unit) {
        Selection selection = Selection.of(topic, unit);
        return facet.map(selection::withFacet).orElse(selection);
    }

    private static List<AnswerRow> rows(Answers answers, Selection selection, Span span) {
        return answers.answer(Question.of(selection, span), Access.root()).rows();
    }
}
