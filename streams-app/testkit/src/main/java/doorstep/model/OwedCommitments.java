// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.model.OwedCommitment.DueTimes;
import doorstep.model.OwedCommitment.End;
import doorstep.model.OwedCommitment.Fact;
import doorstep.model.OwedCommitment.Handling;
import doorstep.model.OwedCommitment.Ratings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything owed, worked out from all surviving events at once, as docs/architecture.md, Links and fulfilment,
 * docs/topics.md, Service levels, and docs/catalogue.md, Call-backs and Duties that come back, say.
 */
final class OwedCommitments {
    private static final Map<String, Integer> BAD_BELOW = Map.of("STARS_5", 3, "GRADE_5", 3, "NPS_11", 7, "YES_NO", 1);

    private final ModelConfig config;
    private final List<Commitment> commitments = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();
    private final List<Feedback> ratings = new ArrayList<>();

    OwedCommitments(ModelConfig config) {
        this.config = config;
    }

    void add(Commitment commitment) {
        commitments.add(commitment);
    }

    void add(Visit visit) {
        visits.add(visit);
    }

    void add(Feedback feedback) {
        boolean ofArticle =
                feedback.getAbout() != null && feedback.getAbout().getType().equals("ARTICLE");
        ModelConfig.Question question = config.questions().get(feedback.getQuestion());
        boolean callsBack = question != null && question.callBack();
        if (feedback.getKind().equals("RATING") && !feedback.getImputed() && !ofArticle && callsBack) {
            ratings.add(feedback);
        }
    }

    List<OwedCommitment> all() {
        List<OwedCommitment> all = new ArrayList<>();
        commitments.forEach(commitment -> all.addAll(series(commitment)));
        all.addAll(callBacks());
        return all;
    }

    private OwedCommitment owed(Commitment c) {
        Instant done = c.getClosedAt();
        Instant ended = c.getClosedAt();
        if (c.getKind().equals("DUTY")) {
            Instant visited = visits.stream()
                    .filter(visit -> c.getId().equals(visit.getFulfils()))
                    .map(Visit::getOccurredAt)
                    .filter(at -> !at.isBefore(c.getOpenedAt()))
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            done = earlier("RESOLVED".equals(c.getOutcome()) ? c.getClosedAt() : null, visited);
            ended = earlier(c.getClosedAt(), visited);
        }
        return new OwedCommitment(
                c.getId(),
                c.getSource(),
                c.getKind(),
                c.getUnit(),
                c.getArea(),
                c.getCategory(),
                c.getOpenedAt(),
                null,
                new DueTimes(c.getFirstDueAt() == null ? c.getDueAt() : c.getFirstDueAt(), c.getDueAt()),
                handling(c),
                new End(c.getClosedAt(), c.getOutcome(), done, ended),
                Ratings.NONE);
    }

    // ---- Duties that come back

    private List<OwedCommitment> series(Commitment root) {
        List<Visit> visits = root.getKind().equals("DUTY")
                        && config.dueRules().every().containsKey(root.getCategory())
                        && !"DUPLICATE".equals(root.getOutcome())
                ? endingVisits(root)
                : List.of();
        if (visits.isEmpty()) {
            return List.of(owed(root));
        }
        List<OwedCommitment> series = new ArrayList<>();
        Visit opening = null;
        for (Visit visit : visits) {
            boolean last =
                    root.getClosedAt() != null && date(visit.getOccurredAt()).equals(date(root.getClosedAt()));
            series.add(occurrence(root, opening, visit, last));
            if (last) {
                return series;
            }
            opening = visit;
        }
        series.add(occurrence(root, opening, null, true));
        return series;
    }

    /** The first visit of each local date from opening to closing. */
    private List<Visit> endingVisits(Commitment root) {
        Map<LocalDate, Visit> byDate = new TreeMap<>();
        visits.stream()
                .filter(visit -> root.getId().equals(visit.getFulfils()))
                .filter(visit -> !visit.getOccurredAt().isBefore(root.getOpenedAt()))
                .filter(visit ->
                        root.getClosedAt() == null || !visit.getOccurredAt().isAfter(root.getClosedAt()))
                .sorted(Comparator.comparing(Visit::getOccurredAt)
                        .thenComparing(
                                visit -> visit.getId().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                .forEach(visit -> byDate.putIfAbsent(date(visit.getOccurredAt()), visit));
        return List.copyOf(byDate.values());
    }

    /**
     * @param opening null for the first one
     * @param ending null if there is none yet
     */
    private OwedCommitment occurrence(Commitment root, Visit opening, Visit ending, boolean last) {
        Instant visited = ending == null ? null : ending.getOccurredAt();
        Instant closed = last ? root.getClosedAt() : null;
        String outcome = last ? root.getOutcome() : null;
        Instant due = opening == null ? root.getDueAt() : next(opening.getOccurredAt(), root.getCategory());
        if (opening != null && visited == null && closed != null && !closed.isAfter(due)) {
            due = null;
        }
        Instant resolved = opening == null && "RESOLVED".equals(outcome) ? closed : null;
        return new OwedCommitment(
                root.getId(),
                root.getSource(),
                root.getKind(),
                root.getUnit(),
                root.getArea(),
                root.getCategory(),
                opening == null ? root.getOpenedAt() : opening.getOccurredAt(),
                opening == null ? null : opening.getId(),
                opening != null
                        ? new DueTimes(null, due)
                        : new DueTimes(root.getFirstDueAt() == null ? due : root.getFirstDueAt(), due),
                opening != null ? Handling.NONE : handling(root),
                new End(closed, outcome, earlier(resolved, visited), earlier(closed, visited)),
                Ratings.NONE);
    }

    private Instant next(Instant visit, String category) {
        return date(visit)
                .plusDays(config.dueRules().every().get(category))
                .atTime(visit.atZone(config.zone()).toLocalTime())
                .atZone(config.zone())
                .toInstant();
    }

    private LocalDate date(Instant moment) {
        return ModelWindow.dateOf(moment, config.zone());
    }

    private static Handling handling(Commitment c) {
        return new Handling(c.getAcknowledgedAt(), c.getAssignedAt(), c.getReturnedAt(), c.getReopenedAt());
    }

    private static Instant earlier(Instant one, Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    // ---- Call-backs

    /** @param rating null for a visit */
    private record Step(Instant at, String topic, String id, Feedback rating) {}

    private List<OwedCommitment> callBacks() {
        Map<String, List<Step>> bySubject = new TreeMap<>();
        for (Feedback rating : ratings) {
            String subject = rating.getAbout() == null
                    ? "FEEDBACK:" + rating.getId()
                    : rating.getAbout().getType() + ":" + rating.getAbout().getId();
            bySubject
                    .computeIfAbsent("callback:" + subject + ":" + rating.getQuestion(), s -> new ArrayList<>())
                    .add(new Step(rating.getOccurredAt(), "doorstep.feedback", rating.getId(), rating));
        }
        for (Visit visit : visits) {
            if (visit.getCategory().equals("FOLLOW_UP") && visit.getFulfils() != null) {
                bySubject
                        .computeIfAbsent(visit.getFulfils(), s -> new ArrayList<>())
                        .add(new Step(visit.getOccurredAt(), "doorstep.visits", visit.getId(), null));
            }
        }
        List<OwedCommitment> callBacks = new ArrayList<>();
        bySubject.forEach((target, steps) -> {
            steps.sort(Comparator.comparing(Step::at)
                    .thenComparing(Step::topic)
                    .thenComparing(step -> step.id().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
            Feedback open = null;
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                boolean bad = step.rating() != null && isBad(step.rating());
                if (bad && open == null) {
                    open = step.rating();
                } else if (!bad && open != null) {
                    callBacks.add(callBack(target, open, step.at(), second(open, steps.subList(i, steps.size()))));
                    open = null;
                }
            }
            if (open != null) {
                callBacks.add(callBack(target, open, null, null));
            }
        });
        return callBacks;
    }

    /** @param since in their order, from the one that ended the call-back */
    private static Feedback second(Feedback first, List<Step> since) {
        return since.stream()
                .map(Step::rating)
                .filter(rating -> rating != null && rating.getScale().equals(first.getScale()))
                .findFirst()
                .orElse(null);
    }

    private boolean isBad(Feedback rating) {
        Map<String, Integer> own = config.dueRules().badBelow();
        ModelConfig.Question question = config.questions().get(rating.getQuestion());
        boolean onItsScale = question != null && question.scale().equals(rating.getScale());
        Integer below = onItsScale ? own.get(rating.getQuestion()) : null;
        if (below == null) {
            below = own.getOrDefault(rating.getScale(), BAD_BELOW.get(rating.getScale()));
        }
        return rating.getScore() < below;
    }

    private OwedCommitment callBack(String target, Feedback bad, Instant closed, Feedback second) {
        Instant due = due(bad.getOccurredAt());
        return new OwedCommitment(
                target,
                bad.getSource(),
                "CALLBACK",
                bad.getUnit(),
                bad.getArea(),
                null,
                bad.getOccurredAt(),
                bad.getId(),
                new DueTimes(due, due),
                Handling.NONE,
                new End(closed, null, closed, closed),
                new Ratings(bad, second));
    }

    private Instant due(Instant opened) {
        LocalDate date = date(opened);
        int left = config.dueRules().callBackDays();
        while (left > 0) {
            date = date.plusDays(1);
            boolean off = config.dueRules().weekend().contains(date.getDayOfWeek())
                    || config.dueRules().holidays().contains(date);
            if (!off || config.dueRules().extraDays().contains(date)) {
                left--;
            }
        }
        return date.atTime(opened.atZone(config.zone()).toLocalTime())
                .atZone(config.zone())
                .toInstant();
    }

    // ---- What happened

    static List<Fact> facts(OwedCommitment owed) {
        List<Fact> facts = new ArrayList<>();
        Handling handling = owed.handling();
        DueTimes due = owed.due();
        End end = owed.end();
        Feedback second = owed.ratings().second();
        add(facts, "opened", owed, owed.opened());
        add(facts, "acknowledged", owed, handling.acknowledged());
        add(facts, "assigned", owed, handling.assigned());
        if (!owed.isVoid()) {
            boolean met = OwedCommitment.isBy(end.done(), orMin(due.current()));
            boolean firstMet = OwedCommitment.isBy(end.done(), orMin(due.first()));
            add(facts, met ? "met" : "missed", owed, due.current());
            add(facts, firstMet ? "firstMet" : "firstMissed", owed, due.first());
        }
        add(facts, "closed", owed, end.closed());
        add(facts, "ended", owed, end.ended());
        handling.returned().forEach(at -> add(facts, "returned", owed, at));
        handling.reopened().forEach(at -> add(facts, "reopened", owed, at));
        add(facts, "ratedAgain", owed, second == null ? null : second.getOccurredAt());
        return facts;
    }

    private static Instant orMin(Instant moment) {
        return moment == null ? Instant.MIN : moment;
    }

    private static void add(List<Fact> facts, String what, OwedCommitment owed, Instant at) {
        if (at != null) {
            facts.add(new Fact(what, owed, at));
        }
    }
}
