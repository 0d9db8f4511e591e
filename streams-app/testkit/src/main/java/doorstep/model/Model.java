// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * The figures by brute force: judge every record, keep the surviving event of every id, put each into every row it
 * belongs to, and look at each row's events. Written from the documents alone, as plainly as possible, and sharing no
 * code with the pipeline except the hash that decides between equal revisions.
 */
public final class Model {
    private final ModelConfig config;
    private final ToLongFunction<SpecificRecord> contentHash;

    public Model(ModelConfig config, ToLongFunction<SpecificRecord> contentHash) {
        this.config = config;
        this.contentHash = contentHash;
    }

    /** @param asOf the moment at which the figures are seen; events of a later minute do not count yet */
    public ExpectedFigures figures(List<RawRecord> records, Instant asOf) {
        SortedMap<RawRecord.RecordPosition, String> refused = new TreeMap<>();
        Map<String, List<ExpectedVerdict.Accepted>> byId = new HashMap<>(); // by topic and id: an id is its topic's own
        Map<String, Set<String>> idsOfPartition = new HashMap<>();
        Map<String, long[]> receivedAndRefused = new TreeMap<>();
        RecordVerifier verifier = new RecordVerifier(config);
        for (RawRecord record : records) {
            String partition = record.topic() + ":" + record.partition();
            long[] counts = receivedAndRefused.computeIfAbsent(partition, p -> new long[2]);
            counts[0]++;
            ExpectedVerdict verdict = verifier.verdictOn(record);
            if (verdict instanceof ExpectedVerdict.Refused refusal) {
                refused.put(record.position(), refusal.reason());
                counts[1]++;
            } else if (verdict instanceof ExpectedVerdict.Accepted accepted) {
                byId.computeIfAbsent(record.topic() + " " + accepted.id(), id -> new ArrayList<>())
                        .add(accepted);
                idsOfPartition.computeIfAbsent(partition, p -> new TreeSet<>()).add(accepted.id());
            }
        }

        SortedMap<String, ExpectedFigures.Account> accounts = new TreeMap<>();
        receivedAndRefused.forEach((partition, counts) -> {
            long current = idsOfPartition.getOrDefault(partition, Set.of()).size();
            accounts.put(
                    partition,
                    new ExpectedFigures.Account(counts[0], counts[1], current, counts[0] - counts[1] - current));
        });

        RowEvents rowEvents = new RowEvents(config, asOf);
        OwedCommitments owing = new OwedCommitments(config);
        for (List<ExpectedVerdict.Accepted> versions : byId.values()) {
            SpecificRecord event = survivor(versions);
            if (event instanceof Visit visit && !visit.getWithdrawn()) {
                addVisit(visit, rowEvents);
                owing.add(visit);
            } else if (event instanceof Feedback feedback && !feedback.getWithdrawn()) {
                addFeedback(feedback, rowEvents);
                owing.add(feedback);
            } else if (event instanceof Commitment commitment && !commitment.getWithdrawn()) {
                owing.add(commitment);
            }
        }
        List<OwedCommitment> owed = owing.all();
        owed.forEach(it -> addOwed(it, rowEvents));
        return new ExpectedFigures(
                rowEvents.rows(new RowFields(config)),
                WorklistRows.of(owed),
                rowEvents.beyond(),
                endingsAfter(asOf, owed),
                refused,
                accounts,
                rowEvents.moments());
    }

    private static long endingsAfter(Instant asOf, List<OwedCommitment> all) {
        Instant next = asOf.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        return all.stream()
                .map(owed -> owed.end().ended())
                .filter(ended -> ended != null && !ended.isBefore(next))
                .count();
    }

    /** Null if the survivor is a null value. */
    private SpecificRecord survivor(List<ExpectedVerdict.Accepted> versions) {
        SpecificRecord best = null;
        for (ExpectedVerdict.Accepted version : versions) {
            if (version.event() == null) {
                return null;
            }
            if (best == null || outranks(version.event(), best)) {
                best = version.event();
            }
        }
        return best;
    }

    private boolean outranks(SpecificRecord event, SpecificRecord other) {
        long revision = revision(event);
        long otherRevision = revision(other);
        return revision > otherRevision
                || (revision == otherRevision
                        && Long.compareUnsigned(contentHash.applyAsLong(event), contentHash.applyAsLong(other)) > 0);
    }

    private static long revision(SpecificRecord event) {
        if (event instanceof Visit visit) {
            return visit.getRevision();
        }
        return event instanceof Feedback feedback ? feedback.getRevision() : ((Commitment) event).getRevision();
    }

    private void addVisit(Visit visit, RowEvents rows) {
        List<String[]> slices = slices("doorstep.visits", visit.getArea());
        addSlice(slices, "doorstep.visits", "category", List.of(visit.getCategory()));
        addSlice(slices, "doorstep.visits", "mode", List.of(visit.getMode()));
        for (String unit : withRoot(visit.getUnit())) {
            for (String[] slice : slices) {
                rows.add("doorstep.visit-counts", unit, slice, "", visit, visit.getOccurredAt());
                if (visit.getMode().equals("SERVICE_POINT")) {
                    rows.add("doorstep.service-desk-counts", unit, slice, "", visit, visit.getOccurredAt());
                }
            }
        }
    }

    private void addFeedback(Feedback feedback, RowEvents rows) {
        List<String[]> slices = slices("doorstep.feedback", feedback.getArea());
        addSlice(slices, "doorstep.feedback", "channel", List.of(feedback.getChannel()));
        addSlice(slices, "doorstep.feedback", "source", List.of(feedback.getSource()));
        addSlice(slices, "doorstep.feedback", "topic", feedback.getTopics());
        for (String unit : withRoot(feedback.getUnit())) {
            for (String[] slice : slices) {
                rows.add("doorstep.feedback-counts", unit, slice, "", feedback, feedback.getOccurredAt());
                if (feedback.getChannel().equals("SERVICE_POINT") && !feedback.getImputed()) {
                    rows.add("doorstep.service-desk-counts", unit, slice, "", feedback, feedback.getOccurredAt());
                }
                if (feedback.getKind().equals("RATING")) {
                    String facet = feedback.getQuestion() + ":" + feedback.getScale();
                    rows.add("doorstep.satisfaction-scores", unit, slice, facet, feedback, feedback.getOccurredAt());
                }
            }
        }
        About about = feedback.getAbout();
        if (feedback.getKind().equals("REACTION")
                && about != null
                && about.getType().equals("ARTICLE")) {
            rows.add(
                    "doorstep.reaction-counts",
                    "*",
                    new String[] {"", ""},
                    about.getId(),
                    feedback,
                    feedback.getOccurredAt());
        }
    }

    private void addOwed(OwedCommitment owed, RowEvents rows) {
        List<String[]> slices = slices("doorstep.commitments", owed.area());
        if (owed.category() != null) {
            addSlice(slices, "doorstep.commitments", "category", List.of(owed.category()));
        }
        for (OwedCommitment.Fact fact : OwedCommitments.facts(owed)) {
            for (String unit : withRoot(owed.unit())) {
                for (String[] slice : slices) {
                    rows.add("doorstep.service-levels", unit, slice, owed.kind(), fact, fact.at());
                }
            }
        }
    }

    /** All events, and one slice for every prefix of the area. */
    private List<String[]> slices(String topic, String area) {
        List<String[]> slices = new ArrayList<>();
        slices.add(new String[] {"", ""});
        if (area != null) {
            addSlice(slices, topic, "area", prefixes(area));
        }
        return slices;
    }

    private void addSlice(List<String[]> slices, String topic, String breakdown, List<String> values) {
        if (config.unbroken().contains(topic + "/" + breakdown)) {
            return;
        }
        Set<String> distinct = new TreeSet<>(values);
        Set<String> listed = config.lists().get(topic + "/" + breakdown);
        if (listed != null) {
            Set<String> unlisted = new TreeSet<>(distinct);
            unlisted.removeAll(listed);
            distinct.retainAll(listed);
            // An area under a listed prefix counts there; for other breakdowns, every unlisted value counts as the
            // rest.
            if (breakdown.equals("area") ? distinct.isEmpty() : !unlisted.isEmpty()) {
                distinct.add("OTHER_VALUES");
            }
        }
        for (String value : distinct) {
            slices.add(new String[] {breakdown, value});
        }
    }

    private static List<String> withRoot(String unit) {
        List<String> units = prefixes(unit);
        units.add("*");
        return units;
    }

    private static List<String> prefixes(String path) {
        List<String> prefixes = new ArrayList<>();
        String prefix = null;
        for (String segment : path.split("/", -1)) {
            prefix = prefix == null ? segment : prefix + "/" + segment;
            prefixes.add(prefix);
        }
        return prefixes;
    }
}
