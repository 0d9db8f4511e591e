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
import java.time.Instant;
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
     * A line in its order: those of an event together, by the first moment at which any of its versions counts.
     *
     * @param first minutes since the epoch
     */
    private record Sorted(long first, String id, int number, Line line) {
        private static final Comparator<Sorted> ORDER = Comparator.comparingLong(Sorted::first)
                .thenComparing(Sorted::id)
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
        return sorted.inOrder().stream().map(Sorted::line).toList();
    }

    long count() {
        return sorted.count();
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
        List<Line> counting = counting(versions, playback, filter);
        List<Line> replaced =
                replaced(versions, fact -> playback.counted(fact, fact.event().orElseThrow()).stream()
                        .flatMap(event -> filter.counted(event).stream())
                        .toList());
        if (!counting.isEmpty()) {
            addGroup(Stream.concat(counting.stream(), replaced.stream()).toList(), Optional.empty());
        } else if (replaced.stream().anyMatch(line -> line.at().isPresent())) {
            addGroup(replaced, Optional.of(takenBack(versions)));
        }
    }

    private List<Line> counting(Playback.Versions versions, Playback playback, FigureFilter filter) {
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

    private List<Line> counting(Playback.Versions versions, List<Contribution> contributions, List<Fact> through) {
        return contributions.stream()
                .map(it -> new Line(
                        versions.survivor(),
                        State.COUNTS,
                        at(it),
                        amounts.apply(it.tally()),
                        Optional.empty(),
                        through,
                        versions.repeated()))
                .toList();
    }

    /** @param contributions that a version with content would make */
    private List<Line> replaced(Playback.Versions versions, Function<Fact, List<Contribution>> contributions) {
        List<Line> lines = new ArrayList<>();
        for (Fact fact : versions.outranked()) {
            List<Contribution> lost = fact.event().isPresent() ? contributions.apply(fact) : List.of();
            if (lost.isEmpty()) {
                lines.add(replaced(fact, Optional.empty(), Map.of(), versions));
            }
            lost.forEach(it -> lines.add(replaced(fact, at(it), amounts.apply(it.tally()), versions)));
        }
        return lines;
    }

    private static Line replaced(
            Fact fact, Optional<Instant> at, Map<String, Long> amounts, Playback.Versions versions) {
        return new Line(fact, State.REPLACED, at, amounts, Optional.of(versions.survivor()), List.of(), 0);
    }

    /** The version that counts, and is not in the figure. */
    private static Line takenBack(Playback.Versions versions) {
        Fact survivor = versions.survivor();
        State state = survivor.event().isPresent()
                ? State.ELSEWHERE
                : survivor.version().isFinal() ? State.DELETED : State.WITHDRAWN;
        return new Line(survivor, state, Optional.empty(), Map.of(), Optional.empty(), List.of(), versions.repeated());
    }

    private static Optional<Instant> at(Contribution contribution) {
        return Optional.of(Minutes.start(contribution.minute()));
    }

    private void addGroup(List<Line> lines, Optional<Line> last) {
        List<Line> group = new ArrayList<>(lines);
        last.ifPresent(group::add);
        long first = group.stream()
                .flatMap(line -> line.at().stream())
                .mapToLong(Instant::toEpochMilli)
                .min()
                .orElse(Long.MAX_VALUE);
        for (int i = 0; i < group.size(); i++) {
            sorted.add(new Sorted(first, group.get(i).fact().id(), i, group.get(i)));
        }
    }
}
