// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Random events with few units, codes and ids, so that they often share rows and targets. */
public final class Events {
    public static final String VISITS = "doorstep.visits";
    public static final String FEEDBACK = "doorstep.feedback";
    public static final String COMMITMENTS = "doorstep.commitments";

    private static final List<String> UNITS = List.of(
            "bureau",
            "bureau/east",
            "bureau/east/gate",
            "bureau/west",
            "b",
            "b/e",
            "分局/朝阳/一所",
            "a|b=c%/d",
            "1/2/3/4/5/6");
    private static final List<String> AREAS =
            List.of("north", "north/hill", "north/hill/top", "south", "区/街道", "50%=half|part", "south/quay");
    private static final List<String> CATEGORIES =
            List.of("CASE_PARTY", "LIFE_CHANGE", "TALK", "FOLLOW_UP", "UNHEARD_OF");
    private static final List<String> MODES = List.of("DOOR", "PHONE", "MEETING", "SERVICE_POINT");
    private static final List<String> CHANNELS = List.of("SMS", "FORM", "WEB", "SERVICE_POINT");
    private static final List<String> SOURCES = List.of("CRM", "APP");
    private static final List<String> TOPICS = List.of("NOISE", "SPEED", "MANNERS", "T");
    private static final List<String> MOODS = List.of("SWEAT", "CURIOUS", "SAD", "FUNNY", "ANGRY", "HAPPY", "NEW_MOOD");
    private static final List<String> ARTICLES = List.of("article-1", "2011/07|x=%", "文章", "1");
    private static final List<String> QUESTIONS = List.of("OVERALL", "NEEDS", "EFFECT", "SAFETY", "RECOMMEND", "ODD");
    private static final List<String> SCALES = List.of("STARS_5", "GRADE_5", "NPS_11", "YES_NO");

    private final Dice dice;
    private final EventTimes moments;
    private final boolean duties;
    private final List<Instant> visited = new ArrayList<>(); // when visits named one of these duties
    private final List<String> units;
    private final List<String> areas;

    public Events(Dice dice, EventTimes moments) {
        this(dice, moments, false);
    }

    /** @param duties whether most visits name one of a few duties */
    Events(Dice dice, EventTimes moments, boolean duties) {
        this.dice = dice;
        this.moments = moments;
        this.duties = duties;
        units = dice.some(UNITS);
        areas = dice.some(AREAS);
    }

    public Visit visit(String id, Instant appendedAt) {
        boolean again = duties && dice.percent(70);
        String target = again ? "c" + dice.below(3) : dice.percent(45) ? null : target();
        boolean call = target != null && target.startsWith("callback:") && dice.percent(80);
        Visit visit = Visit.newBuilder()
                .setId(id)
                .setRevision(revision(id))
                .setSource(dice.of(SOURCES))
                .setUnit(dice.of(units))
                .setArea(dice.percent(30) ? null : dice.of(areas))
                .setOccurredAt(moments.before(appendedAt))
                .setRecordedAt(appendedAt.minusSeconds(dice.below(90_000)))
                .setWithdrawn(dice.percent(3))
                .setCategory(call ? "FOLLOW_UP" : dice.of(CATEGORIES))
                .setMode(dice.of(MODES))
                .setHouseholds(dice.below(4))
                .setPeople(dice.below(12))
                .setFeedbackAsked(dice.below(3))
                .setFulfils(target)
                .build();
        if (again) {
            visited.add(visit.getOccurredAt());
        }
        return visit;
    }

    /** The target of a visit; most targets exist. */
    private String target() {
        return switch (dice.below(10)) {
            case 0 -> "c-unheard-of";
            case 1 -> "callback:FEEDBACK:反馈-" + dice.below(10) + ":" + dice.of(QUESTIONS);
            case 2, 3, 4, 5 ->
                "callback:" + dice.of("VISIT:v1", "VISIT:v1", "VISIT:v1", "VISIT:v1", "VISIT:v2", "COMMITMENT:c1") + ":"
                        + dice.of("OVERALL", "OVERALL", "OVERALL", "SAFETY");
            default -> "c" + dice.below(8);
        };
    }

    /**
     * Small for most ids. For others it is beyond 31 bits: around the largest int, a time, or close to the largest
     * long.
     */
    private long revision(String id) {
        long first =
                switch (Math.floorMod(id.hashCode(), 9)) {
                    case 0 -> Integer.MAX_VALUE - 1L;
                    case 1 -> 1_700_000_000_000L;
                    case 2 -> Long.MAX_VALUE - 10; // corrections may overflow to below 0
                    default -> 0;
                };
        return first + dice.below(3);
    }

    public Feedback feedback(String id, Instant appendedAt) {
        String kind = dice.of("RATING", "RATING", "RATING", "RATING", "REACTION", "REACTION", "SUGGESTION", "REPORT");
        boolean rating = kind.equals("RATING");
        String question = dice.percent(50) ? "OVERALL" : dice.of(QUESTIONS);
        String scale = rating || dice.percent(10) ? scaleOf(question) : null;
        return Feedback.newBuilder()
                .setId(id)
                .setRevision(revision(id))
                .setSource(dice.of(SOURCES))
                .setUnit(dice.of(units))
                .setArea(dice.percent(30) ? null : dice.of(areas))
                .setOccurredAt(moments.before(appendedAt))
                .setRecordedAt(appendedAt.minusSeconds(dice.below(90_000)))
                .setWithdrawn(dice.percent(3))
                .setKind(kind)
                .setChannel(dice.of(CHANNELS))
                .setQuestion(question)
                .setScale(scale)
                .setScore(scale == null ? null : score(scale))
                .setReaction(kind.equals("REACTION") || dice.percent(5) ? dice.of(MOODS) : null)
                .setImputed(rating && dice.percent(15))
                .setAbout(about(kind))
                .setTopics(topics())
                .setHasComment(dice.percent(30))
                .build();
    }

    private String scaleOf(String question) {
        if (dice.percent(15)) {
            return dice.of(SCALES);
        }
        return switch (question) {
            case "NEEDS" -> "STARS_5";
            case "RECOMMEND" -> "NPS_11";
            case "SAFETY" -> "YES_NO";
            default -> "GRADE_5";
        };
    }

    private int score(String scale) {
        return switch (scale) {
            case "NPS_11" -> dice.between(0, 10);
            case "YES_NO" -> dice.below(2);
            default -> dice.percent(40) ? dice.between(1, 2) : dice.between(1, 5);
        };
    }

    private About about(String kind) {
        if (kind.equals("REACTION") ? dice.percent(10) : dice.percent(15)) {
            return null;
        }
        return kind.equals("REACTION") || dice.percent(5)
                ? new About("ARTICLE", dice.of(ARTICLES))
                : dice.of(
                        new About("VISIT", "v1"),
                        new About("VISIT", "v1"),
                        new About("VISIT", "v1"),
                        new About("VISIT", "v1"),
                        new About("VISIT", "v2"),
                        new About("COMMITMENT", "c1"));
    }

    /** A set, which a careless producer may send in any order and with repetitions. */
    private List<String> topics() {
        List<String> topics = new ArrayList<>();
        while (dice.percent(55)) {
            topics.add(dice.of(TOPICS));
        }
        return topics;
    }

    public Commitment commitment(String id, Instant appendedAt) {
        return dated(
                Commitment.newBuilder()
                        .setId(id)
                        .setRevision(revision(id))
                        .setSource(dice.of(SOURCES))
                        .setUnit(dice.of(units))
                        .setArea(dice.percent(30) ? null : dice.of(areas))
                        .setOccurredAt(moments.before(appendedAt))
                        .setRecordedAt(appendedAt)
                        .setWithdrawn(dice.percent(3))
                        .setKind(
                                duties && dice.percent(70)
                                        ? "DUTY"
                                        : dice.of("DUTY", "DUTY", "DUTY", "REQUEST", "SUGGESTION"))
                        .setCategory(dice.of(CATEGORIES)),
                moments.before(appendedAt),
                appendedAt);
    }

    /** Sets all moments that follow an opening. */
    private Commitment dated(Commitment.Builder commitment, Instant opened, Instant appendedAt) {
        boolean closed = dice.percent(40);
        return commitment
                .setOpenedAt(opened)
                .setAcknowledgedAt(dice.percent(40) ? null : acknowledged(opened, appendedAt))
                .setAssignedAt(dice.percent(50) ? null : since(opened, appendedAt))
                .setFirstDueAt(dice.percent(70) ? null : due(opened))
                .setDueAt(dice.percent(20) ? null : due(opened))
                .setClosedAt(closed ? closed(opened, appendedAt) : null)
                .setOutcome(
                        closed && dice.percent(80)
                                ? dice.of("RESOLVED", "RESOLVED", "UNRESOLVED", "REFUSED", "DUPLICATE")
                                : null)
                .setReturnedAt(dice.percent(80) ? List.of() : List.of(since(opened, appendedAt)))
                .setReopenedAt(dice.percent(80) ? List.of() : List.of(opened, since(opened, appendedAt)))
                .build();
    }

    /** Where duties come back, mostly within hours of a visit, so that others lie before it. */
    private Instant closed(Instant opened, Instant appendedAt) {
        if (duties && !visited.isEmpty() && dice.percent(80)) {
            Instant near = dice.of(visited).plusSeconds(dice.of(0, 1, 3_600, 20_000, 100_000));
            if (!near.isBefore(opened) && !near.isAfter(appendedAt)) {
                return near;
            }
        }
        return since(opened, appendedAt);
    }

    /** At the limit now and then. */
    private Instant acknowledged(Instant opened, Instant appendedAt) {
        Instant atLimit = opened.plus(Duration.ofHours(24)).plusMillis(dice.of(0, 0, 1));
        return dice.percent(20) && atLimit.isBefore(appendedAt) ? atLimit : since(opened, appendedAt);
    }

    private Instant due(Instant opened) {
        return switch (dice.below(6)) {
            case 0 -> opened;
            case 1 -> opened.plusMillis(dice.below(86_400_000L));
            case 2 -> opened.plusMillis(dice.below(86_400_000L * 30));
            default -> opened.plus(Duration.ofDays(dice.below(60)));
        };
    }

    private Instant since(Instant opened, Instant appendedAt) {
        long span = appendedAt.toEpochMilli() - opened.toEpochMilli();
        if (span > 0 && dice.percent(50)) {
            span = Math.min(span, dice.of(60_000L, 86_400_000L, 86_400_000L * 3));
        }
        return span <= 0 ? opened : opened.plusMillis(dice.below(span + 1));
    }

    /** The same answer or visit with one or several fields corrected, and the same revision. */
    public Visit corrected(Visit visit, Instant appendedAt) {
        Visit other = visit("", appendedAt);
        Visit.Builder corrected = Visit.newBuilder(visit);
        if (dice.percent(40)) {
            corrected.setUnit(other.getUnit());
        }
        if (dice.percent(40)) {
            corrected.setOccurredAt(other.getOccurredAt());
        }
        if (dice.percent(30)) {
            corrected.setArea(other.getArea()).setCategory(other.getCategory());
        }
        if (dice.percent(40)) {
            corrected.setFulfils(other.getFulfils());
        }
        return corrected
                .setPeople(other.getPeople())
                .setMode(other.getMode())
                .setWithdrawn(false)
                .build();
    }

    public Feedback corrected(Feedback feedback, Instant appendedAt) {
        Feedback other = feedback("", appendedAt);
        Feedback.Builder corrected = Feedback.newBuilder(feedback);
        if (dice.percent(40)) {
            corrected.setUnit(other.getUnit());
        }
        if (dice.percent(40)) {
            corrected.setOccurredAt(other.getOccurredAt());
        }
        if (dice.percent(40)) {
            corrected.setArea(other.getArea()).setTopics(other.getTopics());
        }
        if (dice.percent(50)) {
            corrected
                    .setKind(other.getKind())
                    .setQuestion(other.getQuestion())
                    .setScale(other.getScale())
                    .setScore(other.getScore())
                    .setReaction(other.getReaction())
                    .setImputed(other.getImputed())
                    .setAbout(other.getAbout());
        }
        return corrected
                .setHasComment(other.getHasComment())
                .setRecordedAt(other.getRecordedAt())
                .setWithdrawn(false)
                .build();
    }

    public Commitment corrected(Commitment commitment, Instant appendedAt) {
        Commitment other = commitment("", appendedAt);
        Commitment.Builder corrected = Commitment.newBuilder(commitment).setWithdrawn(false);
        if (dice.percent(40)) {
            corrected.setUnit(other.getUnit());
        }
        if (dice.percent(30)) {
            corrected.setArea(other.getArea()).setCategory(other.getCategory()).setKind(other.getKind());
        }
        if (dice.percent(30)) {
            corrected.setDueAt(due(commitment.getOpenedAt()));
        }
        if (dice.percent(30)) {
            return dated(corrected, commitment.getOpenedAt(), appendedAt);
        }
        return dice.percent(30) ? dated(corrected, other.getOpenedAt(), appendedAt) : corrected.build();
    }
}
