// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.facts.Fact;
import doorstep.facts.FactSource;
import doorstep.family.Contribution;
import doorstep.family.Family;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Counts one figure again from the facts, and takes down which of them count and what moved it. */
public final class Recounter {
    /** Facts of so many ids are in memory at once: some 300 MB. Those of most ids with a single record never are. */
    private static final int MOST_IDS = 400_000;

    /**
     * What is listed.
     *
     * @param limit most lines, and most moves
     * @param sinceMs append time from which moves are listed, milliseconds since the epoch; empty: none are
     * @param inMotion which facts may not be in the row yet
     */
    public record Options(int limit, OptionalLong sinceMs, Predicate<Fact> inMotion) {}

    /**
     * A fact and its place in the order of arrival.
     *
     * @param appendMs of a fact that is played back never lower than that of the one before in its partition, even if the
     *     broker's clock went back
     */
    private record Arrival(long appendMs, Fact fact) {
        private static final Comparator<Arrival> ORDER = Comparator.comparingLong(Arrival::appendMs)
                .thenComparing(it -> it.fact().topic().shortName())
                .thenComparing(it -> it.fact().partition())
                .thenComparing(it -> it.fact().offset());
    }

    private record Moved(Arrival arrival, Move move) {}

    private final Figure figure;
    private final Supplier<CountingRules> rules;
    private final Options options;
    private final LongFunction<RepeatedIds> repeated;
    private final int mostIds;
    private final Family family;
    private final Lines lines;
    private final Firsts<Moved> moves;
    private final RunningTally sum = new RunningTally();
    private final RunningTally before = new RunningTally();
    private long inMotion;

    /** @param rules makes those of each thread */
    public Recounter(Figure figure, Supplier<CountingRules> rules, Options options) {
        this(figure, rules, options, RepeatedIds::of, MOST_IDS);
    }

    Recounter(
            Figure figure,
            Supplier<CountingRules> rules,
            Options options,
            LongFunction<RepeatedIds> repeated,
            int mostIds) {
        this.figure = figure;
        this.rules = rules;
        this.options = options;
        this.repeated = repeated;
        this.mostIds = mostIds;
        family = rules.get().families().ofCode(figure.cell().family());
        lines = new Lines(this::amounts, options.limit());
        moves = new Firsts<>(options.limit(), Comparator.comparing(Moved::arrival, Arrival.ORDER));
    }

    /** Reads all ids, all facts, and then some of them once or twice more; to be called once. */
    public Recount recount(FactSource source) {
        Selection selection =
                new Selection(source, figure, rules, repeated.apply(source.mostFacts()), mostIds, this::takeSingle);
        for (int slice = 0; slice < selection.slices(); slice++) {
            count(selection, slice);
        }
        return new Recount(
                sum.toTally(),
                before.toTally(),
                lines.first(),
                lines.count(),
                moves.inOrder().stream().map(Moved::move).toList(),
                moves.count(),
                inMotion);
    }

    private void takeSingle(Fact fact, List<Contribution> contributions) {
        Tally added = FigureFilter.sum(contributions);
        synchronized (this) {
            take(new Arrival(fact.appendMs(), fact), new Playback.Effect(Optional.empty(), added, Tally.ZERO));
            lines.addSingle(fact, contributions);
        }
    }

    private void count(Selection selection, int slice) {
        CountingRules mine = rules.get();
        FigureFilter filter = new FigureFilter(figure, mine);
        Playback playback = new Playback(
                filter, mine, fact -> selection.isOwn(slice, fact), target -> selection.isTarget(slice, target));
        for (Arrival arrival : arrivals(selection, slice)) {
            take(arrival, playback.take(arrival.fact()));
        }
        lines.add(playback, filter);
    }

    private void take(Arrival arrival, Playback.Effect effect) {
        sum.add(effect.added()).subtract(effect.removed());
        if (effect.added().equals(effect.removed())) {
            return;
        }
        inMotion += options.inMotion().test(arrival.fact()) ? 1 : 0;
        if (options.sinceMs().isEmpty()) {
            return;
        }
        if (arrival.appendMs() < options.sinceMs().getAsLong()) {
            before.add(effect.added()).subtract(effect.removed());
        } else {
            Map<String, Long> amounts = Amounts.difference(amounts(effect.added()), amounts(effect.removed()));
            moves.add(new Moved(arrival, new Move(arrival.fact(), effect.replaced(), amounts)));
        }
    }

    /** What a tally without negative counts says in the row's own fields. */
    private Map<String, Long> amounts(Tally tally) {
        return tally.isZero() ? Map.of() : Amounts.of(family.row(figure.head(), tally));
    }

    private static List<Arrival> arrivals(Selection selection, int slice) {
        List<Fact> facts = new ArrayList<>();
        selection.read(slice, () -> fact -> {
            synchronized (facts) {
                facts.add(fact);
            }
        });
        facts.sort(Comparator.comparingLong(Fact::offset));
        Map<TopicPartition, Long> newest = new HashMap<>();
        List<Arrival> arrivals = new ArrayList<>(facts.size());
        for (Fact fact : facts) {
            TopicPartition partition = new TopicPartition(fact.topic().shortName(), fact.partition());
            arrivals.add(new Arrival(newest.merge(partition, fact.appendMs(), Math::max), fact));
        }
        arrivals.sort(Arrival.ORDER);
        return arrivals;
    }
}
