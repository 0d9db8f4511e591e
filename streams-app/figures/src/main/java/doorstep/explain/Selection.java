// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.facts.Fact;
import doorstep.facts.FactSource;
import doorstep.family.Contribution;
import doorstep.link.LinkEntries;
import doorstep.link.LinkEntry;
import doorstep.link.LinkEntry.Opening;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds what matters to a figure, without keeping any fact. Of most events there is a single record; what these count is
 * passed on at once. Of the others it finds the ids: those of which any version counts in the figure, and those of which
 * any version names something owed that counts in it. It works in slices of ids, so that the facts of a slice fit into
 * memory however many there are.
 */
final class Selection {
    /** Takes what counts of an event that nothing else changes, perhaps from several threads at once. */
    @FunctionalInterface
    interface SingleSink {
        void accept(Fact fact, List<Contribution> contributions);
    }

    private final FactSource source;
    private final Figure figure;
    private final Supplier<CountingRules> rules;
    private final RepeatedIds repeated;
    private final Map<String, IdSet> own = new HashMap<>(); // by short name of the input
    private final IdSet targets = new IdSet();
    private final int slices;

    /**
     * Reads all ids once, and then all facts.
     *
     * @param rules makes those of each thread
     * @param repeated an empty one
     * @param mostIds in a slice
     */
    Selection(
            FactSource source,
            Figure figure,
            Supplier<CountingRules> rules,
            RepeatedIds repeated,
            int mostIds,
            SingleSink singles) {
        this.source = source;
        this.figure = figure;
        this.rules = rules;
        this.repeated = repeated;
        Set<Topic> inputs = Set.copyOf(Topics.inputs());
        inputs.forEach(topic -> own.put(topic.shortName(), new IdSet()));
        source.readIds(inputs, repeated::note);
        source.readAll(inputs, () -> scout(singles));
        int ids = targets.size() + own.values().stream().mapToInt(IdSet::size).sum();
        slices = 1 + ids / mostIds;
    }

    private Consumer<Fact> scout(SingleSink singles) {
        CountingRules mine = rules.get();
        FigureFilter filter = new FigureFilter(figure, mine);
        LinkEntries linkEntries = new LinkEntries(mine.catalogue());
        boolean callBacks = filter.countsCallBacks();
        return fact -> fact.event().ifPresent(event -> {
            List<Contribution> inCell = filter.inCell(event);
            if (!inCell.isEmpty()) {
                scout(fact, event, filter.held(inCell), singles);
            }
            if (callBacks) {
                entries(linkEntries, fact, event)
                        .filter(entry -> entry.opening().isPresent()
                                && !filter.inCell(opened(entry)).isEmpty())
                        .forEach(entry -> targets.add(LinkEntry.target(entry.key())));
            }
        });
    }

    private void scout(Fact fact, Event event, List<Contribution> held, SingleSink singles) {
        Identity id = Ref.of(fact).id();
        if (isDuty(event)) { // visits decide in which windows it counts
            own.get(fact.topic().shortName()).add(id);
            targets.add(id);
        } else if (!held.isEmpty()) {
            if (repeated.mayContain(id)) {
                own.get(fact.topic().shortName()).add(id);
            } else {
                singles.accept(fact, held);
            }
        }
    }

    private static boolean isDuty(Event event) {
        return event instanceof Commitment commitment && commitment.kind() == CommitmentKind.DUTY;
    }

    private static Stream<LinkEntry> entries(LinkEntries linkEntries, Fact fact, Event event) {
        return linkEntries.of(fact.id().getBytes(StandardCharsets.UTF_8), event).stream();
    }

    /** The call-back that a rating opens if none is open; its due time does not matter here. */
    static Commitment opened(LinkEntry entry) {
        Opening opening = entry.opening().orElseThrow();
        long at = LinkEntry.at(entry.key());
        return Commitment.builder(CommitmentKind.CALLBACK, opening.unit(), at)
                .source(opening.source())
                .area(opening.area())
                .dueAt(OptionalLong.of(at))
                .build();
    }

    /** The number of slices, at least 1. */
    int slices() {
        return slices;
    }

    private boolean isIn(int slice, Identity id) {
        return Long.remainderUnsigned(id.low(), slices) == slice;
    }

    /** Whether an event is to be counted itself with this slice. */
    boolean isOwn(int slice, Fact fact) {
        return isOwn(slice, fact.topic(), Ref.of(fact).id());
    }

    private boolean isOwn(int slice, Topic topic, Identity id) {
        return isIn(slice, id) && own.get(topic.shortName()).contains(id);
    }

    /** Whether a link to something owed belongs to this slice. */
    boolean isTarget(int slice, Identity target) {
        return isIn(slice, target) && targets.contains(target);
    }

    /** Reads all versions of the ids of a slice, in any order. */
    void read(int slice, Supplier<Consumer<Fact>> sinks) {
        Map<String, IdSet> linked = linked(slice);
        Set<Topic> topics = new HashSet<>(Topics.inputs());
        topics.removeIf(topic -> own.get(topic.shortName()).isEmpty()
                && linked.get(topic.shortName()).isEmpty());
        source.read(
                topics, (topic, id) -> linked.get(topic.shortName()).contains(id) || isOwn(slice, topic, id), sinks);
    }

    /** The ids of which any version names a target of the slice. */
    private Map<String, IdSet> linked(int slice) {
        Map<String, IdSet> linked = new HashMap<>();
        Topics.inputs().forEach(topic -> linked.put(topic.shortName(), new IdSet()));
        if (!targets.isEmpty()) {
            source.readAll(Set.of(Topics.VISITS, Topics.FEEDBACK), () -> {
                LinkEntries linkEntries = new LinkEntries(rules.get().catalogue());
                return fact -> fact.event().ifPresent(event -> {
                    if (entries(linkEntries, fact, event)
                            .anyMatch(entry -> isTarget(slice, LinkEntry.target(entry.key())))) {
                        linked.get(fact.topic().shortName()).add(Ref.of(fact).id());
                    }
                });
            });
        }
        return linked;
    }
}
