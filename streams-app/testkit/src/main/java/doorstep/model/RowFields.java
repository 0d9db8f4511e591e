// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.model.OwedCommitment.Fact;
import doorstep.model.OwedCommitment.Ratings;
import doorstep.model.RowEvents.RowKeyParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** What a row says about the events in it: the formulas of docs/architecture.md, Formulas, implemented again. */
final class RowFields {
    private static final double Z = 1.959964;

    private final ModelConfig config;

    RowFields(ModelConfig config) {
        this.config = config;
    }

    Map<String, Object> of(RowKeyParts parts, List<Object> events) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("unit", parts.unit());
        fields.put("breakdown", parts.breakdown());
        fields.put("value", parts.value());
        fields.put("facet", parts.facet());
        fields.put("window", parts.window().name());
        boolean calendar = parts.window().start() != null;
        fields.put("start", calendar ? (int) parts.window().start().toEpochDay() : null);
        fields.put("end", calendar ? (int) parts.window().end().toEpochDay() : null);
        switch (parts.topic()) {
            case "doorstep.visit-counts" ->
                visitCounts(events.stream().map(e -> (Visit) e).toList(), fields);
            case "doorstep.feedback-counts" -> feedbackCounts(feedback(events), fields);
            case "doorstep.satisfaction-scores" -> scores(feedback(events), fields);
            case "doorstep.reaction-counts" -> reactionCounts(feedback(events), fields);
            case "doorstep.service-desk-counts" -> deskCounts(events, fields);
            case "doorstep.service-levels" ->
                serviceLevels(events.stream().map(e -> (Fact) e).toList(), fields);
            default -> throw new AssertionError(parts.topic());
        }
        return fields;
    }

    private static List<Feedback> feedback(List<Object> events) {
        return events.stream().map(e -> (Feedback) e).toList();
    }

    private static void visitCounts(List<Visit> visits, Map<String, Object> fields) {
        fields.put("visits", (long) visits.size());
        fields.put("households", visits.stream().mapToLong(Visit::getHouseholds).sum());
        fields.put("people", visits.stream().mapToLong(Visit::getPeople).sum());
        fields.put(
                "feedbackAsked",
                visits.stream().mapToLong(Visit::getFeedbackAsked).sum());
    }

    private static void feedbackCounts(List<Feedback> all, Map<String, Object> fields) {
        fields.put("ratings", count(all, f -> isKind(f, "RATING") && !f.getImputed()));
        fields.put(
                "ratingsAboutVisits",
                count(
                        all,
                        f -> isKind(f, "RATING")
                                && !f.getImputed()
                                && f.getQuestion().equals("OVERALL")
                                && f.getAbout() != null
                                && f.getAbout().getType().equals("VISIT")));
        fields.put("imputed", count(all, Feedback::getImputed));
        fields.put("reactions", count(all, f -> isKind(f, "REACTION")));
        fields.put("suggestions", count(all, f -> isKind(f, "SUGGESTION")));
        fields.put("reports", count(all, f -> isKind(f, "REPORT")));
    }

    private void scores(List<Feedback> all, Map<String, Object> fields) {
        String scale = all.get(0).getScale();
        Scales.Range range = Scales.ALL.get(scale);
        ModelConfig.Question question = config.questions().get(all.get(0).getQuestion());
        boolean own = question != null && question.scale().equals(scale);
        int satisfiedFrom = own ? question.satisfiedFrom().orElse(range.satisfied()) : range.satisfied();

        List<Feedback> answers = all.stream().filter(f -> !f.getImputed()).toList();
        long n = answers.size();
        List<Object> distribution = new ArrayList<>();
        double weighted = 0;
        for (int score = range.low(); score <= range.high(); score++) {
            int s = score;
            long some = count(answers, f -> f.getScore() == s);
            distribution.add(some);
            boolean hasWeight = own && !question.weights().isEmpty();
            weighted += some * (hasWeight ? question.weights().get(score - range.low()) : score);
        }
        long x = count(answers, f -> f.getScore() >= satisfiedFrom);

        fields.put("answers", n);
        fields.put("imputed", (long) all.size() - n);
        fields.put("distribution", distribution);
        fields.put("sum", answers.stream().mapToLong(Feedback::getScore).sum());
        fields.put("mean", n == 0 ? null : weighted / n);
        fields.put("satisfied", x);
        fields.put("satisfiedShare", n == 0 ? null : (double) x / n);
        double root = Z * Math.sqrt(Z * Z + 4.0 * x * (1 - (double) x / n));
        fields.put("satisfiedLow", n == 0 ? null : (2 * x + Z * Z - root) / (2 * (n + Z * Z)));
        fields.put("satisfiedHigh", n == 0 ? null : (2 * x + Z * Z + root) / (2 * (n + Z * Z)));

        boolean hasNps = scale.equals("NPS_11") && n > 0;
        double p = (double) count(answers, f -> f.getScore() >= 9) / n;
        double d = (double) count(answers, f -> f.getScore() <= 6) / n;
        double nps = (p - d) * 100;
        double half = Z * 100 * Math.sqrt(Math.max(0, p + d - (p - d) * (p - d)) / n);
        fields.put("nps", hasNps ? nps : null);
        fields.put("npsLow", hasNps ? Math.max(-100, nps - half) : null);
        fields.put("npsHigh", hasNps ? Math.min(100, nps + half) : null);
        fields.put("enough", n >= config.answersMin());
    }

    private static void reactionCounts(List<Feedback> all, Map<String, Object> fields) {
        SortedMap<String, Long> counts = new TreeMap<>();
        all.forEach(f -> counts.merge(f.getReaction(), 1L, Long::sum));
        List<Object> moods = new ArrayList<>();
        counts.forEach((reaction, count) -> {
            Map<String, Object> mood = new LinkedHashMap<>();
            mood.put("reaction", reaction);
            mood.put("count", count);
            mood.put("share", (double) count / all.size());
            moods.add(mood);
        });
        fields.put("reactions", (long) all.size());
        fields.put("moods", moods);
    }

    private static void deskCounts(List<Object> events, Map<String, Object> fields) {
        List<Visit> visits = events.stream()
                .filter(e -> e instanceof Visit)
                .map(e -> (Visit) e)
                .toList();
        List<Feedback> feedback = events.stream()
                .filter(e -> e instanceof Feedback)
                .map(e -> (Feedback) e)
                .toList();
        visitCounts(visits, fields);
        fields.remove("households");
        fields.put("feedback", (long) feedback.size());
        fields.put("ratings", count(feedback, f -> isKind(f, "RATING")));
        fields.put("suggestions", count(feedback, f -> isKind(f, "SUGGESTION")));
    }

    private void serviceLevels(List<Fact> facts, Map<String, Object> fields) {
        long acknowledged = count(facts, "acknowledged");
        Duration limit = config.dueRules().acknowledgeLimit();
        long onTime = facts.stream()
                .filter(fact -> fact.what().equals("acknowledged"))
                .filter(fact ->
                        OwedCommitment.isBy(fact.at(), fact.owed().opened().plus(limit)))
                .count();
        long met = count(facts, "met");
        long missed = count(facts, "missed");
        long firstMet = count(facts, "firstMet");
        long firstMissed = count(facts, "firstMissed");
        long resolved = closed(facts, "RESOLVED");
        long unresolved = closed(facts, "UNRESOLVED");
        long refused = closed(facts, "REFUSED");
        fields.put("opened", count(facts, "opened"));
        fields.put("acknowledged", acknowledged);
        fields.put("acknowledgedOnTime", onTime);
        fields.put("assigned", count(facts, "assigned"));
        fields.put("due", met + missed);
        fields.put("met", met);
        fields.put("missed", missed);
        fields.put("firstDue", firstMet + firstMissed);
        fields.put("firstMet", firstMet);
        fields.put("firstMissed", firstMissed);
        fields.put("closed", count(facts, "closed"));
        fields.put("resolved", resolved);
        fields.put("unresolved", unresolved);
        fields.put("refused", refused);
        fields.put("duplicate", closed(facts, "DUPLICATE"));
        fields.put("withoutOutcome", closed(facts, null));
        fields.put("returned", count(facts, "returned"));
        fields.put("reopened", count(facts, "reopened"));
        fields.put("backlogChange", count(facts, "opened") - count(facts, "ended"));
        long began = facts.stream()
                .filter(fact -> fact.what().equals("missed") && fact.owed().wasOverdue())
                .count();
        long over = facts.stream()
                .filter(fact -> fact.what().equals("ended") && fact.owed().wasOverdue())
                .count();
        fields.put("overdueChange", began - over);
        long[] change = facts.stream()
                .filter(fact -> fact.what().equals("ratedAgain"))
                .map(fact -> fact.owed().ratings())
                .mapToLong(it -> it.second().getScore() - it.first().getScore())
                .toArray();
        long higher = LongStream.of(change).filter(n -> n > 0).count();
        fields.put("ratedAgain", (long) change.length);
        fields.put("ratedHigher", higher);
        fields.put("ratedLower", LongStream.of(change).filter(n -> n < 0).count());
        fields.put("firstScore", scores(facts, Ratings::first));
        fields.put("secondScore", scores(facts, Ratings::second));
        fields.put("acknowledgedShare", share(onTime, acknowledged));
        fields.put("metShare", share(met, met + missed));
        fields.put("firstMetShare", share(firstMet, firstMet + firstMissed));
        fields.put("resolvedShare", share(resolved, resolved + unresolved + refused));
        fields.put("ratedHigherShare", share(higher, change.length));
        fields.put("toAcknowledge", durations(facts, "acknowledged"));
        fields.put("toAssign", durations(facts, "assigned"));
        fields.put("toClose", durations(facts, "closed"));
    }

    /** Sum of the scores, each scaled to 0 to 100. */
    private static long scores(List<Fact> facts, Function<Ratings, Feedback> which) {
        return facts.stream()
                .filter(fact -> fact.what().equals("ratedAgain"))
                .map(fact -> which.apply(fact.owed().ratings()))
                .mapToLong(rating -> switch (rating.getScale()) {
                    case "NPS_11" -> rating.getScore() * 10L;
                    case "YES_NO" -> rating.getScore() * 100L;
                    default -> (rating.getScore() - 1) * 25L;
                })
                .sum();
    }

    private static Double share(long part, long whole) {
        return whole == 0 ? null : Double.valueOf((double) part / whole);
    }

    private static long count(List<Fact> facts, String what) {
        return facts.stream().filter(fact -> fact.what().equals(what)).count();
    }

    private static long closed(List<Fact> facts, String outcome) {
        return facts.stream()
                .filter(fact -> fact.what().equals("closed")
                        && java.util.Objects.equals(outcome, fact.owed().end().outcome()))
                .count();
    }

    private Map<String, Object> durations(List<Fact> facts, String what) {
        List<Fact> ends =
                facts.stream().filter(fact -> fact.what().equals(what)).toList();
        long[] seconds = ends.stream()
                .mapToLong(fact ->
                        Duration.between(fact.owed().opened(), fact.at()).toSeconds())
                .sorted()
                .toArray();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("count", (long) seconds.length);
        fields.put("seconds", java.util.Arrays.stream(seconds).sum());
        fields.put(
                "days",
                ends.stream()
                        .mapToLong(fact ->
                                ModelWindow.dateOf(fact.at(), config.zone()).toEpochDay()
                                        - ModelWindow.dateOf(fact.owed().opened(), config.zone())
                                                .toEpochDay())
                        .sum());
        SortedMap<Long, LongSummaryStatistics> buckets = new TreeMap<>();
        for (long one : seconds) {
            buckets.computeIfAbsent(startOfBucket(one), start -> new LongSummaryStatistics())
                    .accept(one);
        }
        for (int p : new int[] {50, 90, 99}) {
            int rank = (int) Math.ceil(p * seconds.length / 100.0);
            fields.put("p" + p, seconds.length == 0 ? null : mean(buckets.get(startOfBucket(seconds[rank - 1]))));
        }
        fields.put(
                "buckets",
                buckets.values().stream()
                        .map(bucket -> Map.of("count", bucket.getCount(), "seconds", bucket.getSum()))
                        .toList());
        return fields;
    }

    /** Rounded down. */
    private static long mean(LongSummaryStatistics bucket) {
        return bucket.getSum() / bucket.getCount();
    }

    /** The number with the eight leading binary digits of another one, followed by zeros. */
    private static long startOfBucket(long number) {
        long step = 1;
        while (number / step >= 256) {
            step *= 2;
        }
        return number - number % step;
    }

    private static boolean isKind(Feedback feedback, String kind) {
        return feedback.getKind().equals(kind);
    }

    private static long count(List<Feedback> all, Predicate<Feedback> which) {
        return all.stream().filter(which).count();
    }
}
