// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.history.History.Draft;
import doorstep.model.ModelConfig;
import doorstep.model.ModelConfig.DueRules;
import doorstep.model.ModelConfig.Question;
import doorstep.model.ModelWindow;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/**
 * Generates dense but realistic histories: new events, repetitions, corrections, conflicts, withdrawals that are later
 * undone, the schemas of earlier versions and of other producers, and garbage.
 */
public final class HistoryGenerator {
    private static final int LEAST = 200;
    private static final int MOST = 320;

    private final Dice dice;
    private final boolean duties; // those that come back are visited often; other histories stay as they are
    private final EventTimes moments;
    private final Events events;
    private final Frames frames = new Frames();
    private final Garbage garbage;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, List<SpecificRecord>> sent = new HashMap<>(); // by topic
    private final long seed;

    private HistoryGenerator(long seed) {
        this.seed = seed;
        dice = new Dice(seed);
        duties = seed > 3 && seed % 3 == 1; // every third one, from the fourth on
        moments = new EventTimes(dice);
        events = new Events(dice, moments, duties);
        garbage = new Garbage(dice, events, frames);
    }

    /** Always the same for the same seed. */
    public static History history(long seed) {
        return new HistoryGenerator(seed).generate();
    }

    private History generate() {
        int size = dice.between(LEAST, MOST);
        long pace = dice.of(1_000L, 60_000L, 1_200_000L); // at most this many milliseconds between records
        Instant at = moments.base();
        while (drafts.size() < size) {
            at = at.plusMillis(dice.below(pace));
            drafts.add(draft(at));
        }
        return new History(seed, config(), List.copyOf(drafts), List.copyOf(moments.asOfs()));
    }

    private ModelConfig config() {
        Map<String, Set<String>> lists = new HashMap<>();
        list(lists, Events.VISITS + "/category", "CASE_PARTY", "TALK", "NEVER_SEEN");
        list(lists, Events.VISITS + "/area", "north/hill", "south");
        list(lists, Events.FEEDBACK + "/topic", "NOISE");
        list(lists, Events.FEEDBACK + "/channel", "WEB", "FORM");
        list(lists, Events.FEEDBACK + "/area", "north", "north/hill/top");
        list(lists, Events.COMMITMENTS + "/category", "CASE_PARTY", "TALK");
        list(lists, Events.COMMITMENTS + "/area", "north", "south/quay");
        return new ModelConfig(
                moments.zone(),
                dice.of(0, 1, 4, 7, 10),
                windows(),
                breakdownWindows(),
                moments.earliest(),
                dice.of(1, 3, 10),
                lists,
                dice.percent(20) ? Set.of(Events.VISITS + "/mode", Events.FEEDBACK + "/source") : Set.of(),
                Map.of(
                        "OVERALL", new Question("GRADE_5", Optional.empty(), List.of(), dice.percent(90)),
                        "NEEDS",
                                new Question(
                                        "STARS_5", Optional.of(3), List.of(0.0, 25.0, 50.0, 75.0, 100.0), callsBack()),
                        "EFFECT", new Question("GRADE_5", Optional.of(4), List.of(), callsBack()),
                        "RECOMMEND", new Question("NPS_11", Optional.empty(), List.of(), callsBack()),
                        "SAFETY", new Question("YES_NO", Optional.empty(), List.of(), callsBack())),
                1,
                Schemas.ALL,
                Schemas.UNREADABLE,
                dueRules());
    }

    private boolean callsBack() {
        return dice.percent(75);
    }

    private Set<String> windows() {
        return dice.percent(70) ? ModelWindow.ALL : someWindows();
    }

    /** The engine drops what {@link #windows()} lacks. */
    private Set<String> breakdownWindows() {
        return dice.percent(40) ? ModelWindow.WITH_BREAKDOWN : dice.percent(20) ? Set.of() : someWindows();
    }

    private Set<String> someWindows() {
        Set<String> windows = new TreeSet<>(ModelWindow.ALL); // sorted: a seed always means the same
        windows.removeIf(window -> dice.percent(50));
        return windows;
    }

    private DueRules dueRules() {
        LocalDate today = moments.base().atZone(moments.zone()).toLocalDate();
        Set<LocalDate> holidays = new HashSet<>();
        Set<LocalDate> extra = new HashSet<>();
        for (int days = dice.below(30); days > 0; days--) {
            (dice.percent(70) ? holidays : extra).add(today.minusDays(dice.below(120) - 20));
        }
        return new DueRules(
                dice.percent(80) ? Duration.ofHours(24) : Duration.ofMinutes(90),
                dice.of(1, 2, 3, 10),
                dice.of(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), Set.of(DayOfWeek.FRIDAY), Set.of()),
                holidays,
                extra,
                dice.percent(70) ? Map.of() : Map.of("NEEDS", 5, "STARS_5", 2, "YES_NO", 0, "SAFETY", 1),
                duties ? every() : Map.of());
    }

    private Map<String, Integer> every() {
        Map<String, Integer> every = new TreeMap<>();
        for (String category : List.of("CASE_PARTY", "LIFE_CHANGE", "TALK", "UNHEARD_OF")) {
            every.put(category, dice.of(1, 2, 7, 30, 90, 400));
        }
        return every;
    }

    private void list(Map<String, Set<String>> lists, String breakdown, String... values) {
        if (dice.percent(30)) {
            lists.put(breakdown, new HashSet<>(List.of(values)));
        }
    }

    private Draft draft(Instant at) {
        String topic = dice.percent(36) ? Events.VISITS : dice.percent(65) ? Events.FEEDBACK : Events.COMMITMENTS;
        int kind = dice.below(100);
        if (kind < 44 || drafts.isEmpty()) {
            return fresh(topic, at);
        } else if (kind < 54) {
            Draft again = dice.of(drafts);
            return new Draft(again.topic(), again.key(), again.value(), at, again.misplaced(), "the same again");
        } else if (kind < 57) {
            String id = dice.percent(50) ? id(topic) : "unseen-" + dice.below(5);
            return new Draft(topic, utf8(id), null, at, false, "null value");
        } else if (kind < 66) {
            return garbage.draft(id(Events.VISITS), at);
        }
        List<SpecificRecord> known = sent.getOrDefault(topic, List.of());
        if (known.isEmpty()) {
            return fresh(topic, at);
        }
        SpecificRecord before = dice.of(known);
        if (kind < 76) {
            return send(topic, corrected(before, at, 0), at, "conflict");
        } else if (kind < 89) {
            return send(topic, corrected(before, at, dice.between(1, 2)), at, "correction");
        } else if (kind < 95) {
            return send(topic, withdrawn(before, dice.below(3)), at, "withdrawn");
        }
        return send(topic, corrected(before, at, dice.of(1, 3, 5)), at, "back again");
    }

    private Draft fresh(String topic, Instant at) {
        String id = id(topic);
        if (topic.equals(Events.VISITS) && dice.percent(10)) {
            Visit visit = events.visit(id, at);
            return new Draft(topic, utf8(id), frames.otherVisit(visit), at, false, "another producer's visit");
        }
        SpecificRecord event =
                switch (topic) {
                    case Events.VISITS -> events.visit(id, at);
                    case Events.FEEDBACK -> events.feedback(id, at);
                    default -> events.commitment(id, at);
                };
        return send(topic, event, at, "fresh");
    }

    private String id(String topic) {
        return switch (topic) {
            case Events.VISITS -> "v" + dice.below(60);
            case Events.FEEDBACK -> "反馈-" + dice.below(80);
            default -> dice.percent(4) ? "callback:VISIT:v1:OVERALL" : "c" + dice.below(16);
        };
    }

    private SpecificRecord corrected(SpecificRecord before, Instant at, int steps) {
        if (before instanceof Visit visit) {
            Visit after = events.corrected(visit, at);
            after.setRevision(after.getRevision() + steps);
            return after;
        } else if (before instanceof Feedback feedback) {
            Feedback after = events.corrected(feedback, at);
            after.setRevision(after.getRevision() + steps);
            return after;
        }
        Commitment after = events.corrected((Commitment) before, at);
        after.setRevision(after.getRevision() + steps);
        return after;
    }

    private static SpecificRecord withdrawn(SpecificRecord before, int steps) {
        if (before instanceof Visit visit) {
            return Visit.newBuilder(visit)
                    .setWithdrawn(true)
                    .setRevision(visit.getRevision() + steps)
                    .build();
        } else if (before instanceof Feedback feedback) {
            return Feedback.newBuilder(feedback)
                    .setWithdrawn(true)
                    .setRevision(feedback.getRevision() + steps)
                    .build();
        }
        Commitment commitment = (Commitment) before;
        return Commitment.newBuilder(commitment)
                .setWithdrawn(true)
                .setRevision(commitment.getRevision() + steps)
                .build();
    }

    private Draft send(String topic, SpecificRecord event, Instant at, String label) {
        sent.computeIfAbsent(topic, t -> new ArrayList<>()).add(event);
        byte[] value;
        String id;
        long revision;
        if (event instanceof Visit visit) {
            id = visit.getId();
            revision = visit.getRevision();
            value = frames.visit(visit);
        } else if (event instanceof Feedback feedback) {
            id = feedback.getId();
            revision = feedback.getRevision();
            value = frames.feedback(feedback);
        } else {
            Commitment commitment = (Commitment) event;
            id = commitment.getId();
            revision = commitment.getRevision();
            value = frames.commitment(commitment);
        }
        boolean isOld = revision <= Integer.MAX_VALUE && dice.percent(30);
        return new Draft(topic, utf8(id), isOld ? Frames.versionOne(topic, value) : value, at, false, label);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
