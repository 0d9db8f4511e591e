// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.event.Minutes;
import doorstep.explain.Line.State;
import doorstep.facts.Fact;
import doorstep.family.Contribution;
import doorstep.link.CallBack;
import doorstep.link.LinkEntry;
import doorstep.link.Occurrence;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;

/** Lists the versions that have to do with a figure, once everything has been played back. */
final class Lines {
    /**
     * A line without the text of its amounts, which takes longer than all the rest.
     *
     * @param contribution that counts, or counted
     */
    private record Draft(
            Fact fact,
            State state,
            Optional<Contribution> contribution,
            Optional<Fact> by,
            List<Fact> through,
            long repeated) {}

    /**
     * A line in its order: those of an event together, by the first moment at which any of its versions counts.
     *
     * @param first minutes since the epoch
     */
    private record Sorted(long first, int number, Draft line) {
        private static final Comparator<Sorted> ORDER = Comparator.comparingLong(Sorted::first)
                .thenComparing(it -> it.line().fact().id())
                .thenComparing(it -> it.line().fact().topic().shortName())
                .thenComparing(Sorted::number);
    }

    private final Function<Tally, Map<String, Long>> amounts;
    private final Firsts<Sorted> sorted;

    /** @param amounts of a tally, by field of the row */
    Lines(Function<Tally, Map<String, Long>> amounts, int limit) {
        this.amounts = amounts;
        sorted = new Firsts<>(limit, Sorted.ORDER);
    }

    List<Line> first() {
        return sorted.inOrder().stream().map(it -> line(it.line())).toList();
    }

    private Line line(Draft draft) {
        return new Line(
                draft.fact(),
                draft.state(),
                draft.contribution().map(it -> Minutes.start(it.minute())),
                draft.contribution().map(it -> amounts.apply(it.tally())).orElse(Map.of()),
                draft.by(),
                draft.through(),
                draft.repeated());
    }

    long count() {
        return sorted.count();
    }

    /** Adds an event of which one record came. */
    void addSingle(Fact fact, List<Contribution> contributions) {
        addGroup(counting(fact, 0, contributions, List.of()), Optional.empty());
    }

    /** Adds those of one slice. */
    void add(Playback playback, FigureFilter filter) {
        Set<Identity> counted = addCallBacks(playback, filter);
        for (Playback.Versions versions : playback.events()) {
            if (playback.isOwn(versions.survivor())) {
                addOwn(versions, playback, filter);
            } else if (concerns(versions, counted, playback, filter)) {
                boolean gone = versions.survivor().event().isEmpty();
                addGroup(
                        replaced(versions, fact -> List.of()),
                        gone ? Optional.of(takenBack(versions)) : Optional.empty());
            }
        }
    }

    /** @return the call-backs of what is listed */
    private Set<Identity> addCallBacks(Playback playback, FigureFilter filter) {
        Map<Bytes, CallBack> callBacks = new LinkedHashMap<>();
        playback.links().openings().forEach(entry -> playback.fulfilment()
                .callBacks(entry.key())
                .forEach(callBack -> callBacks.put(callBack.opening(), callBack)));
        Set<Identity> counted = new HashSet<>();
        for (CallBack callBack : callBacks.values()) {
            List<Contribution> contributions = filter.counted(callBack.commitment());
            if (!contributions.isEmpty()) {
                counted.add(LinkEntry.target(callBack.opening()));
                List<Fact> through = Stream.concat(callBack.closing().stream(), callBack.second().stream())
                        .map(key -> playback.versions(Ref.of(key)).survivor())
                        .distinct()
                        .toList();
                Playback.Versions opening = playback.versions(Ref.of(callBack.opening()));
                addGroup(counting(opening, contributions, through), Optional.empty());
            }
        }
        return counted;
    }

    private void addOwn(Playback.Versions versions, Playback playback, FigureFilter filter) {
        List<Draft> counting = counting(versions, playback, filter);
        List<Draft> replaced =
                replaced(versions, fact -> playback.counted(fact, fact.event().orElseThrow()).stream()
                        .flatMap(event -> filter.counted(event).stream())
                        .toList());
        if (!counting.isEmpty()) {
            addGroup(Stream.concat(counting.stream(), replaced.stream()).toList(), Optional.empty());
        } else if (replaced.stream().anyMatch(line -> line.contribution().isPresent())) {
            addGroup(replaced, Optional.of(takenBack(versions)));
        }
    }

    private List<Draft> counting(Playback.Versions versions, Playback playback, FigureFilter filter) {
        Fact survivor = versions.survivor();
        Event event = survivor.event().orElse(null);
        if (event == null) {
            return List.of();
        }
        if (event instanceof Commitment duty && duty.kind() == CommitmentKind.DUTY) {
            return playback.fulfilment().occurrences(Ref.of(survivor).id(), duty).stream()
                    .flatMap(it -> counting(versions, filter.counted(it.commitment()), through(it, playback)).stream())
                    .toList();
        }
        return counting(versions, filter.counted(event), List.of());
    }

    /** The visits that an occurrence of a duty counts with. */
    private static List<Fact> through(Occurrence occurrence, Playback playback) {
        return Stream.concat(occurrence.opening().stream(), occurrence.ending().stream())
                .map(key -> playback.versions(Ref.of(key)).survivor())
                .toList();
    }

    /** Whether versions that no longer count said, or would have said, something of what is listed. */
    private static boolean concerns(
            Playback.Versions versions, Set<Identity> counted, Playback playback, FigureFilter filter) {
        return versions.outranked().stream()
                .flatMap(fact -> fact.event().stream().flatMap(event -> playback.linkEntries(fact, event).stream()))
                .anyMatch(entry -> counted.contains(LinkEntry.target(entry.key()))
                        || (entry.opening().isPresent()
                                && !filter.counted(Selection.opened(entry)).isEmpty()));
    }

    private static List<Draft> counting(
            Playback.Versions versions, List<Contribution> contributions, List<Fact> through) {
        return counting(versions.survivor(), versions.repeated(), contributions, through);
    }

    private static List<Draft> counting(
            Fact fact, long repeated, List<Contribution> contributions, List<Fact> through) {
        List<Draft> lines = new ArrayList<>(contributions.size());
        for (Contribution contribution : contributions) {
            lines.add(new Draft(fact, State.COUNTS, Optional.of(contribution), Optional.empty(), through, repeated));
        }
        return lines;
    }

    /** @param contributions that a version with content would make */
    private static List<Draft> replaced(Playback.Versions versions, Function<Fact, List<Contribution>> contributions) {
        List<Draft> lines = new ArrayList<>();
        for (Fact fact : versions.outranked()) {
            List<Contribution> lost = fact.event().isPresent() ? contributions.apply(fact) : List.of();
            if (lost.isEmpty()) {
                lines.add(replaced(fact, Optional.empty(), versions));
            }
            lost.forEach(it -> lines.add(replaced(fact, Optional.of(it), versions)));
        }
        return lines;
    }

    private static Draft replaced(Fact fact, Optional<Contribution> contribution, Playback.Versions versions) {
        return new Draft(fact, State.REPLACED, contribution, Optional.of(versions.survivor()), List.of(), 0);
    }

    /** The version that counts, and is not in the figure. */
    private static Draft takenBack(Playback.Versions versions) {
        Fact survivor = versions.survivor();
        State state = survivor.event().isPresent()
                ? State.ELSEWHERE
                : survivor.version().isFinal() ? State.DELETED : State.WITHDRAWN;
        return new Draft(survivor, state, Optional.empty(), Optional.empty(), List.of(), versions.repeated());
    }

    private void addGroup(List<Draft> lines, Optional<Draft> last) {
        List<Draft> group = new ArrayList<>(lines);
        last.ifPresent(group::add);
        long first = Long.MAX_VALUE;
        for (Draft line : group) {
            first = Math.min(
                    first, line.contribution().map(Contribution::minute).orElse(Long.MAX_VALUE));
        }
        for (int i = 0; i < group.size(); i++) {
            sorted.add(new Sorted(first, i, group.get(i)));
        }
    }
}
