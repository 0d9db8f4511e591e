// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.avro.WorkItem;
import doorstep.catalogue.Catalogue;
import doorstep.decode.CommitmentParser;
import doorstep.event.CommitmentKind;
import doorstep.event.Feedback.Answer;
import doorstep.event.OpeningRating;
import doorstep.event.Scale;
import doorstep.event.SecondRating;
import doorstep.event.Subject;
import doorstep.event.TreePath;
import doorstep.link.Worklist;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What is owed, recomputed for a commitment or a subject whenever anything about it changes: the former results are
 * subtracted, the new ones added. Not thread-safe.
 */
final class RecountedCommitments {
    /**
     * A visit, or a rating that may open or end a call-back. Ids are ASCII here, so strings sort like their bytes.
     *
     * @param ends for call-backs; a visit that is not a follow-up neither opens nor ends one
     * @param bad whether it is a rating that opens one
     * @param answer null for a visit, like all that follows
     */
    private record LinkEntry(
            long at,
            String topic,
            String id,
            boolean ends,
            boolean bad,
            Answer answer,
            TreePath unit,
            Optional<TreePath> area,
            String source,
            Subject subject)
            implements Comparable<LinkEntry> {
        private static final Comparator<LinkEntry> ORDER = Comparator.comparingLong(LinkEntry::at)
                .thenComparing(LinkEntry::topic)
                .thenComparing(LinkEntry::id);

        @Override
        public int compareTo(LinkEntry other) {
            return ORDER.compare(this, other);
        }

        boolean isVisit() {
            return topic.equals(Topics.VISITS.shortName());
        }
    }

    private final Catalogue catalogue;
    private final OrgCalendar calendar;
    private final WorkingDays workingDays;
    private final int callBackDays;
    private final RecountedSeries series;
    private final CommitmentParser parser = new CommitmentParser();
    private final Map<String, TreeSet<LinkEntry>> linkEntries = new HashMap<>(); // by target
    private final Map<String, doorstep.event.Commitment> commitments = new HashMap<>(); // by id

    RecountedCommitments(Catalogue catalogue, OrgCalendar calendar, WorkingDays workingDays, int callBackDays) {
        this.catalogue = catalogue;
        this.calendar = calendar;
        this.workingDays = workingDays;
        this.callBackDays = callBackDays;
        series = new RecountedSeries(catalogue, calendar);
    }

    /**
     * Adds or removes an event.
     *
     * @param change receives each thing owed, and whether it is to be subtracted
     */
    void take(SpecificRecord event, boolean takeOut, BiConsumer<doorstep.event.Commitment, Boolean> change) {
        String target = targetOf(event);
        if (target == null) {
            return;
        }
        owed(target).forEach(owed -> change.accept(owed, true));
        if (event instanceof Commitment commitment) {
            if (takeOut) {
                commitments.remove(target);
            } else {
                commitments.put(target, (doorstep.event.Commitment)
                        parser.event(commitment).orElseThrow());
            }
        } else {
            TreeSet<LinkEntry> all = linkEntries.computeIfAbsent(target, t -> new TreeSet<>());
            if (takeOut) {
                all.remove(linkEntryOf(event));
            } else {
                all.add(linkEntryOf(event));
            }
        }
        owed(target).forEach(owed -> change.accept(owed, false));
    }

    /** Null if the event has nothing to do with what is owed. */
    private String targetOf(SpecificRecord event) {
        if (event instanceof Commitment commitment) {
            return commitment.getId();
        } else if (event instanceof Visit visit) {
            return visit.getFulfils();
        }
        Feedback feedback = (Feedback) event;
        About about = feedback.getAbout();
        if (!feedback.getKind().equals("RATING")
                || feedback.getImputed()
                || !callsBack(feedback)
                || (about != null && about.getType().equals("ARTICLE"))) {
            return null;
        }
        Subject subject = subjectOf(feedback);
        return "callback:" + subject.type() + ":" + subject.id() + ":" + subject.question();
    }

    private boolean callsBack(Feedback rating) {
        return catalogue
                .question(rating.getQuestion(), Scale.valueOf(rating.getScale()))
                .callsBack();
    }

    private LinkEntry linkEntryOf(SpecificRecord event) {
        if (event instanceof Visit visit) {
            return new LinkEntry(
                    visit.getOccurredAt().toEpochMilli(),
                    Topics.VISITS.shortName(),
                    visit.getId(),
                    visit.getCategory().equals("FOLLOW_UP"),
                    false,
                    null,
                    null,
                    Optional.empty(),
                    null,
                    null);
        }
        Feedback rating = (Feedback) event;
        Answer answer = new Answer(Scale.valueOf(rating.getScale()), rating.getScore());
        boolean bad = answer.score()
                < catalogue.question(rating.getQuestion(), answer.scale()).badBelow();
        return new LinkEntry(
                rating.getOccurredAt().toEpochMilli(),
                Topics.FEEDBACK.shortName(),
                rating.getId(),
                !bad,
                bad,
                answer,
                new TreePath(rating.getUnit()),
                Optional.ofNullable(rating.getArea()).map(TreePath::new),
                rating.getSource(),
                subjectOf(rating));
    }

    private static Subject subjectOf(Feedback rating) {
        About about = rating.getAbout();
        return about == null
                ? new Subject("FEEDBACK", rating.getId(), rating.getQuestion())
                : new Subject(about.getType(), about.getId(), rating.getQuestion());
    }

    private List<doorstep.event.Commitment> owed(String target) {
        TreeSet<LinkEntry> about = linkEntries.getOrDefault(target, new TreeSet<>());
        List<doorstep.event.Commitment> owed = new ArrayList<>();
        doorstep.event.Commitment commitment = commitments.get(target);
        if (commitment != null && commitment.kind() == CommitmentKind.DUTY) {
            owed.addAll(series.of(commitment, visits(about)));
        } else if (commitment != null) {
            owed.add(commitment);
        }
        LinkEntry open = null;
        for (LinkEntry entry : about) {
            if (entry.bad() && open == null) {
                open = entry;
            } else if (entry.ends() && open != null) {
                owed.add(callBack(open, OptionalLong.of(entry.at()), second(open, about.tailSet(entry))));
                open = null;
            }
        }
        if (open != null) {
            owed.add(callBack(open, OptionalLong.empty(), Optional.empty()));
        }
        return owed;
    }

    /** @param since from the event that ended the call-back */
    private static Optional<SecondRating> second(LinkEntry first, Set<LinkEntry> since) {
        return since.stream()
                .filter(entry -> !entry.isVisit()
                        && entry.answer().scale() == first.answer().scale())
                .findFirst()
                .map(entry -> new SecondRating(
                        first.answer().scale(),
                        first.answer().score(),
                        entry.answer().score(),
                        entry.at()));
    }

    private static List<RecountedSeries.NamingVisit> visits(Set<LinkEntry> about) {
        return about.stream()
                .filter(LinkEntry::isVisit)
                .map(entry -> new RecountedSeries.NamingVisit(entry.at(), entry.id()))
                .toList();
    }

    private doorstep.event.Commitment callBack(LinkEntry bad, OptionalLong closedAt, Optional<SecondRating> second) {
        return doorstep.event.Commitment.builder(CommitmentKind.CALLBACK, bad.unit(), bad.at())
                .source(bad.source())
                .area(bad.area())
                .dueAt(OptionalLong.of(workingDays.after(bad.at(), callBackDays, calendar)))
                .closedAt(closedAt)
                .openedBy(Optional.of(new OpeningRating(bad.id(), bad.subject(), bad.answer())))
                .secondRating(second)
                .build();
    }

    /** The rows of the worklist by key: everything that is owed and has not ended. */
    SortedMap<String, WorkItem> worklist() {
        Set<String> targets = new TreeSet<>(commitments.keySet());
        targets.addAll(linkEntries.keySet());
        SortedMap<String, WorkItem> worklist = new TreeMap<>();
        for (String target : targets) {
            owed(target).stream()
                    .filter(doorstep.event.Commitment::isOpen)
                    .forEach(owed -> worklist.put(target, Worklist.row(target, owed)));
        }
        return worklist;
    }
}
