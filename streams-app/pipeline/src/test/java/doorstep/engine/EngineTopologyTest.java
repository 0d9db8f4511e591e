// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.FeedbackCount;
import doorstep.avro.Progress;
import doorstep.avro.ReactionCount;
import doorstep.avro.Rejected;
import doorstep.avro.SatisfactionScore;
import doorstep.avro.Visit;
import doorstep.avro.VisitCount;
import doorstep.fixtures.TestEvents;
import doorstep.integrity.ConfigFingerprint;
import doorstep.wire.ContentHash;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTopologyTest {
    @TempDir
    Path dir;

    private EngineFixture fixture;

    @BeforeEach
    void start() {
        fixture = EngineFixture.atTen(dir);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Map<String, VisitCount> visits() {
        fixture.settle();
        return fixture.rows(Topics.VISIT_COUNTS, VisitCount.class);
    }

    private Map<String, FeedbackCount> feedback() {
        fixture.settle();
        return fixture.rows(Topics.FEEDBACK_COUNTS, FeedbackCount.class);
    }

    private Map<String, SatisfactionScore> scores() {
        fixture.settle();
        return fixture.rows(Topics.SATISFACTION_SCORES, SatisfactionScore.class);
    }

    /** The windows, with their starts, in which a unit has a row. */
    private Set<String> windowsOf(String unit) {
        Set<String> windows = new java.util.TreeSet<>();
        visits().keySet().stream()
                .filter(key -> key.startsWith(unit + "|||"))
                .forEach(key -> windows.add(key.substring(unit.length() + 3)));
        return windows;
    }

    private static final Set<String> ALL_WINDOWS = Set.of(
            "LAST_HOUR|",
            "LAST_24H|",
            "LAST_7D|",
            "LAST_30D|",
            "LAST_90D|",
            "DAY|2011-03-01",
            "WEEK|2011-02-28",
            "MONTH|2011-03-01",
            "QUARTER|2011-01-01",
            "YEAR|2011-01-01",
            "EVER|");

    // ---- The description

    /** A difference here breaks the state of a deployed pipeline: mention it in the changelog. */
    @Test
    void shouldKeepTheTopologyThatIsDeployed() throws IOException {
        Topology topology = EngineFixture.topology(
                EngineFixture.settings(doorstep.window.AsOf.clock(Duration.ZERO), Map.of()), dir);

        try (InputStream golden = getClass().getResourceAsStream("/topology/doorstep.txt")) {
            assertThat(describe(topology)).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldNameEveryInternalTopicOfTheTopology() {
        String description = EngineFixture.topology(
                        EngineFixture.settings(doorstep.window.AsOf.clock(Duration.ZERO), Map.of()), dir)
                .describe()
                .toString();
        Stream<String> changelogs = found("stores: \\[(.+?)]", description)
                .flatMap(stores -> Stream.of(stores.split(", ")))
                .filter(store -> !store.endsWith("-before-commit")) // holds nothing
                .map(store -> "app-" + store + "-changelog");
        Stream<String> repartitions =
                found("topic: (\\S+-repartition)\\)", description).map(topic -> "app-" + topic);

        assertThat(EngineTopology.changelogs("app")).containsExactlyInAnyOrderElementsOf(changelogs.toList());
        assertThat(EngineTopology.repartitions("app")).containsExactlyInAnyOrderElementsOf(repartitions.toList());
    }

    private static Stream<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(result -> result.group(1));
    }

    /** Stores are a set; here they are sorted. */
    private static String describe(Topology topology) {
        return Pattern.compile("stores: \\[(.+?)]")
                        .matcher(topology.describe().toString())
                        .replaceAll(stores -> Stream.of(stores.group(1).split(", "))
                                .sorted()
                                .collect(Collectors.joining(", ", "stores: [", "]")))
                        .lines()
                        .map(String::stripTrailing)
                        .collect(Collectors.joining("\n"))
                        .strip()
                + "\n";
    }

    // ---- One event

    @Test
    void shouldCountAVisitUnderEveryPrefixOfItsUnit() {
        fixture.send(TestEvents.visit("v1").setOccurredAt(TestEvents.NINE.plus(Duration.ofMinutes(30))));

        Map<String, VisitCount> rows = visits();

        for (String unit : List.of("*", "city", "city/north")) {
            assertThat(windowsOf(unit)).isEqualTo(ALL_WINDOWS);
            assertThat(rows.get(unit + "|category=TALK||MONTH|2011-03-01").getPeople())
                    .isEqualTo(5);
            assertThat(rows.get(unit + "|area=old-town||LAST_30D|").getHouseholds())
                    .isEqualTo(2);
            assertThat(rows.get(unit + "|mode=DOOR||DAY|2011-03-01").getPeople())
                    .isEqualTo(5);
            assertThat(rows.get(unit + "|area=old-town%2Fmarket||YEAR|2011-01-01")
                            .getVisits())
                    .isEqualTo(1);
        }
        assertThat(rows).hasSize(3 * (11 + 4 * 5));
    }

    @Test
    void shouldScoreARating() {
        fixture.send(TestEvents.rating("f1", 4));

        assertThat(feedback().get("city|||EVER|").getRatingsAboutVisits()).isEqualTo(1);
        SatisfactionScore row = scores().get("city||OVERALL:STARS_5|EVER|");
        assertThat(row.getMean()).isEqualTo(4.0);
        assertThat(row.getSatisfiedShare()).isEqualTo(1.0);
        assertThat(row.getEnough()).isFalse();
        assertThat(scores())
                .containsKeys("*|topic=FRAUD|OVERALL:STARS_5|LAST_30D|", "*|source=SURVEY|OVERALL:STARS_5|LAST_30D|");
    }

    @Test
    void shouldCountMoodsUnderAnArticleAtTheRoot() {
        fixture.send(TestEvents.reaction("f1", "SAD", "news/7"));
        fixture.send(TestEvents.reaction("f2", "HAPPY", "news/7"));
        fixture.send(TestEvents.reaction("f3", "SAD", "news/7"));
        fixture.send(TestEvents.reaction("f3", "MOVED", "news/7").setRevision(1)); // a change of mind
        fixture.settle();

        Map<String, ReactionCount> rows = fixture.rows(Topics.REACTION_COUNTS, ReactionCount.class);
        assertThat(rows.keySet()).allMatch(key -> key.startsWith("*||news%2F7|"));
        assertThat(rows.get("*||news%2F7|EVER|").getMoods())
                .extracting(mood -> mood.getReaction() + " " + mood.getCount())
                .containsExactly("HAPPY 1", "MOVED 1", "SAD 1");
    }

    @Test
    void shouldSayAsOfWhichMinuteARowSpeaks() {
        fixture.send(TestEvents.visit("v1"));
        fixture.settle();
        assertThat(fixture.asOf(Topics.VISIT_COUNTS)).isEqualTo("2011-03-01T10:00:00Z");

        fixture.pass(Duration.ofMinutes(2));
        fixture.send(Topics.VISITS, "v1", null);
        fixture.settle();

        assertThat(fixture.asOf(Topics.VISIT_COUNTS)).isEqualTo("2011-03-01T10:02:00Z"); // tombstones too
        assertThat(fixture.progress("windows:0").getAsOf()).isEqualTo("2011-03-01T10:02:00Z");
    }

    // ---- Corrections

    @Test
    void shouldMoveAFigureFromUnitToUnitInEveryWindow() {
        fixture.send(TestEvents.visit("v1").setUnit("city/north").setOccurredAt(TestEvents.NINE.plusSeconds(1_800)));
        assertThat(windowsOf("city/north")).isEqualTo(ALL_WINDOWS);

        fixture.send(TestEvents.visit("v1")
                .setUnit("city/south")
                .setOccurredAt(TestEvents.NINE.plusSeconds(1_800))
                .setRevision(1));

        assertThat(windowsOf("city/north")).isEmpty();
        assertThat(windowsOf("city/south")).isEqualTo(ALL_WINDOWS);
        assertThat(visits().get("city|||EVER|").getVisits()).isEqualTo(1);
        assertThat(visits().keySet()).noneMatch(key -> key.startsWith("city/north|"));
    }

    @Test
    void shouldMoveAFigureFromDayToDay() {
        fixture.send(TestEvents.visit("v1"));
        fixture.settle();
        fixture.send(TestEvents.visit("v1")
                .setOccurredAt(TestEvents.NINE.minus(Duration.ofDays(60)))
                .setRevision(1));

        assertThat(windowsOf("*"))
                .containsExactlyInAnyOrder(
                        "LAST_90D|",
                        "DAY|2010-12-31",
                        "WEEK|2010-12-27",
                        "MONTH|2010-12-01",
                        "QUARTER|2010-10-01",
                        "YEAR|2010-01-01",
                        "EVER|");
    }

    @Test
    void shouldMoveAnAnswerFromQuestionToQuestion() {
        fixture.send(TestEvents.rating("f1", 4));
        fixture.settle();
        fixture.send(TestEvents.rating("f1", 4)
                .setQuestion("SAFETY")
                .setScale("GRADE_5")
                .setRevision(1));

        assertThat(scores()).containsKey("*||SAFETY:GRADE_5|EVER|");
        assertThat(scores().keySet()).noneMatch(key -> key.contains("OVERALL"));
    }

    @Test
    void shouldIgnoreALowerRevisionThatComesLater() {
        fixture.send(TestEvents.visit("v1").setRevision(2).setPeople(20));
        fixture.send(TestEvents.visit("v1").setRevision(1).setPeople(10));

        assertThat(visits().get("*|||EVER|").getPeople()).isEqualTo(20);
    }

    @Test
    void shouldUndoAWithdrawalByAHigherRevisionOnly() {
        fixture.send(TestEvents.visit("v1"));
        assertThat(windowsOf("*")).isNotEmpty();
        fixture.send(TestEvents.visit("v1").setRevision(1).setWithdrawn(true));
        assertThat(visits()).isEmpty();

        fixture.send(TestEvents.visit("v1").setPeople(7)); // an older revision changes nothing
        assertThat(visits()).isEmpty();

        fixture.send(TestEvents.visit("v1").setRevision(2).setPeople(9));
        assertThat(visits().get("*|||EVER|").getPeople()).isEqualTo(9);
    }

    @Test
    void shouldTakeAnIdBackForGoodWithANullValue() {
        fixture.send(TestEvents.visit("v1"));
        fixture.send(TestEvents.visit("v2"));
        fixture.settle();

        fixture.send(Topics.VISITS, "v1", null);
        assertThat(visits().get("*|||EVER|").getVisits()).isEqualTo(1);

        fixture.send(TestEvents.visit("v1").setRevision(Long.MAX_VALUE));
        assertThat(visits().get("*|||EVER|").getVisits()).isEqualTo(1);

        fixture.send(TestEvents.visit("v3").setRevision(Long.MAX_VALUE));
        assertThat(visits().get("*|||EVER|").getVisits()).isEqualTo(2);
        fixture.send(Topics.VISITS, "v3", null);
        assertThat(visits().get("*|||EVER|").getVisits()).isEqualTo(1);
    }

    @Test
    void shouldTakeATimeForARevision() {
        long morning = TestEvents.NINE.toEpochMilli();
        fixture.send(TestEvents.visit("v1").setRevision(morning + 1).setPeople(20));
        fixture.send(TestEvents.visit("v1").setRevision(morning).setPeople(10));
        assertThat(visits().get("*|||EVER|").getPeople()).isEqualTo(20);

        fixture.send(TestEvents.visit("v1").setRevision(morning + 2).setPeople(30));
        assertThat(visits().get("*|||EVER|").getPeople()).isEqualTo(30);
    }

    @Test
    void shouldNeverCountAnIdThatWasDeletedFirst() {
        fixture.send(Topics.VISITS, "v1", null);
        fixture.send(TestEvents.visit("v1"));

        assertThat(visits()).isEmpty();
        assertThat(fixture.progress("visits:0").getCurrent()).isEqualTo(1);
    }

    // ---- Duplicates and conflicts

    @Test
    void shouldCountADuplicateOnce() {
        fixture.send(TestEvents.visit("v1"));
        fixture.send(TestEvents.visit("v1"));
        fixture.settle();
        int rows = fixture.written(Topics.VISIT_COUNTS);

        fixture.send(TestEvents.visit("v1"));

        assertThat(visits().get("*|||EVER|").getVisits()).isEqualTo(1);
        assertThat(fixture.written(Topics.VISIT_COUNTS)).isEqualTo(rows);
        assertThat(fixture.progress("visits:0").getRepeated()).isEqualTo(2);
    }

    @Test
    void shouldTakeTheSameIdInAnotherTopicForAnotherEvent() {
        fixture.send(TestEvents.visit("x1"));
        fixture.send(TestEvents.rating("x1", 5));

        assertThat(visits().get("*|||EVER|").getVisits()).isEqualTo(1);
        assertThat(feedback().get("*|||EVER|").getRatings()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDecideAConflictByContentAndNotByArrival(boolean swapped) {
        Visit one = TestEvents.visit("v1").setPeople(1).build();
        Visit two = TestEvents.visit("v1").setPeople(2).build();
        int survivor = Long.compareUnsigned(ContentHash.of(one), ContentHash.of(two)) > 0 ? 1 : 2;

        fixture.send(Visit.newBuilder(swapped ? two : one));
        fixture.settle();
        fixture.send(Visit.newBuilder(swapped ? one : two));

        assertThat(visits().get("*|||EVER|").getPeople()).isEqualTo(survivor);
        assertThat(visits().get("*|||EVER|").getVisits()).isEqualTo(1);
        assertThat(fixture.progress("visits:0").getConflicts()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldEndAlikeWhateverTheOrder(long seed) {
        List<Consumer<EngineFixture>> records = new ArrayList<>(List.of(
                it -> it.send(TestEvents.visit("v1").setPeople(1)),
                it -> it.send(TestEvents.visit("v1").setPeople(2)),
                it -> it.send(TestEvents.visit("v2").setUnit("city/south")),
                it -> it.send(TestEvents.visit("v2").setRevision(1).setWithdrawn(true)),
                it -> it.send(TestEvents.visit("v3").setRevision(1).setWithdrawn(true)),
                it -> it.send(TestEvents.visit("v3").setRevision(2)),
                it -> it.send(TestEvents.visit("v4")),
                it -> it.send(Topics.VISITS, "v4", null),
                it -> it.send(TestEvents.rating("f1", 4)),
                it -> it.send(TestEvents.rating("f1", 1).setRevision(1).setQuestion("SAFETY")),
                it -> it.send(TestEvents.rating("f2", 2).setImputed(true)),
                it -> it.send(TestEvents.rating("f3", 9)), // refused
                it -> it.send(TestEvents.reaction("f4", "SAD", "article-1")),
                it -> it.send(TestEvents.request("c1"))));
        records.forEach(record -> record.accept(fixture));
        fixture.settle();
        Random dice = new Random(seed);
        Collections.shuffle(records, dice);

        try (EngineFixture shuffled = EngineFixture.atTen(dir.resolve("shuffled"))) {
            for (Consumer<EngineFixture> record : records) {
                record.accept(shuffled);
                if (dice.nextInt(3) == 0) {
                    shuffled.pass(Duration.ofMillis(1_000));
                }
            }
            shuffled.settle();

            assertThat(shuffled.figures()).isEqualTo(fixture.figures()).isNotEmpty();
        }
    }

    // ---- Bad input

    @Test
    void shouldRejectABadRecordAndCountTheNextOne() {
        fixture.send(TestEvents.visit("v0"));
        fixture.send(Topics.VISITS, "v1", new byte[] {1, 2, 3});
        fixture.send(TestEvents.visit("v2"));

        assertThat(visits().get("*|||EVER|").getVisits()).isEqualTo(2);
        Rejected row = fixture.rejected("doorstep.visits:0:1");
        assertThat(row.getReason()).isEqualTo("UNDECODABLE");
        assertThat(row.getField()).isNull();
        assertThat(row.getTopic()).isEqualTo("doorstep.visits");
        assertThat(row.getOffset()).isEqualTo(1);
        assertThat(row.getAppendedAt()).isEqualTo(TestEvents.NINE.plus(Duration.ofHours(1)));
        assertThat(row.getHash()).isEqualTo("b399473869508ca17cdb15e9761c8047"); // SHA-256 of "v1", 1, 2, 3
    }

    @Test
    void shouldNameTheFieldAtFault() {
        fixture.send(TestEvents.rating("f1", 6));
        fixture.send(TestEvents.request("c1").setKind("CALLBACK"));
        fixture.send(TestEvents.visit("v1").setUnit("a//b"));
        fixture.send(Topics.VISITS, null, null);
        fixture.send(Topics.VISITS, "", new byte[0]);
        fixture.settle();

        Map<String, Rejected> rows = fixture.rows(Topics.REJECTED, Rejected.class);
        assertThat(rows).hasSize(5);
        assertThat(rows.get("doorstep.feedback:0:0"))
                .matches(row -> row.getField().equals("score"));
        assertThat(rows.get("doorstep.commitments:0:0"))
                .matches(row -> row.getField().equals("kind"));
        assertThat(rows.get("doorstep.visits:0:0"))
                .matches(row -> row.getField().equals("unit"));
        assertThat(rows.get("doorstep.visits:0:1"))
                .matches(row -> row.getField().equals("key"));
        assertThat(rows.get("doorstep.visits:0:2"))
                .matches(row -> row.getReason().equals("UNDECODABLE"));
        assertThat(fixture.figures()).isEmpty();
    }

    // ---- Time

    @Test
    void shouldLetRowsLeaveTheRollingHour() {
        fixture.send(TestEvents.visit("v1").setOccurredAt(TestEvents.NINE.plus(Duration.ofMinutes(59))));
        assertThat(visits()).containsKey("*|||LAST_HOUR|");

        fixture.pass(Duration.ofHours(1));

        assertThat(visits()).doesNotContainKey("*|||LAST_HOUR|").containsKey("*|||LAST_24H|");
    }

    @Test
    void shouldCountAnEventThatIsAheadWhenItsMinuteComes() {
        fixture.send(TestEvents.visit("v1").setOccurredAt(TestEvents.NINE.plus(Duration.ofMinutes(64))));
        assertThat(visits()).isEmpty();
        assertThat(fixture.progress("windows:0").getBeyond()).containsEntry("doorstep.visit-counts", 1L);

        fixture.pass(Duration.ofMinutes(4));

        assertThat(visits()).containsKey("*|||LAST_HOUR|");
        assertThat(fixture.progress("windows:0").getBeyond()).isEmpty();
    }

    @Test
    void shouldPauseAfterManyRowsWithABreakdownForAsLongAsEventsCome() {
        fixture.close();
        fixture = new EngineFixture(
                dir,
                TestEvents.NINE.plus(Duration.ofHours(1)),
                EngineFixture.settings(doorstep.window.AsOf.clock(Duration.ZERO), Map.of("zone", "UTC"), 1));
        for (int i = 1; i <= 20; i++) {
            fixture.send(TestEvents.visit("v" + i));
            fixture.pass(Duration.ofSeconds(2));
        }

        String breakdown = "*|category=TALK||YEAR|2011-01-01";
        Map<String, VisitCount> rows = fixture.rows(Topics.VISIT_COUNTS, VisitCount.class);
        assertThat(rows.get("*|||EVER|").getVisits()).isEqualTo(20);
        assertThat(rows.get(breakdown).getVisits()).isBetween(1L, 6L); // 60 such rows after 10 s, so a 60 s pause
        assertThat(fixture.progress("windows:0").getUnsent()).isPositive();
        assertThat(visits().get(breakdown).getVisits()).isEqualTo(20);
        assertThat(fixture.progress("windows:0").getUnsent()).isZero();
    }

    @Test
    void shouldSendRowsWithABreakdownOnceTheirPauseIsOver() {
        fixture.close();
        fixture = new EngineFixture(
                dir,
                TestEvents.NINE.plus(Duration.ofHours(1)),
                EngineFixture.settings(doorstep.window.AsOf.clock(Duration.ZERO), Map.of("zone", "UTC"), 4));
        List<Integer> secondsOfRows = new ArrayList<>();
        long visits = 0;
        for (int second = 1; second < 30; second++) {
            fixture.send(TestEvents.visit("v" + second));
            fixture.pass(Duration.ofSeconds(1));
            VisitCount row =
                    fixture.rows(Topics.VISIT_COUNTS, VisitCount.class).get("*|category=TALK||YEAR|2011-01-01");
            if (row != null && row.getVisits() != visits) {
                visits = row.getVisits();
                secondsOfRows.add(second);
            }
        }

        // 60 such rows after the first tick of 10 s are 15 s at 4 a second; the next ticks are at 20 s and 30 s
        assertThat(secondsOfRows).containsExactly(10, 25);
    }

    @Test
    void shouldTellWhatIsSentWhileEventsGoOnComing() {
        fixture.send(TestEvents.visit("v0"));
        fixture.send(TestEvents.visit("v1"));
        long wanted = fixture.progress("visits:0").getDeltaBatchesSent().get(0);
        boolean everythingWasSent = false;
        for (int i = 2; i <= 40; i++) {
            fixture.pass(Duration.ofMillis(600));
            fixture.send(TestEvents.visit("v" + i));
            everythingWasSent |= fixture.progress("windows:0").getUnsent() == 0;
        }

        Progress windows = fixture.progress("windows:0");
        assertThat(everythingWasSent).as("some row always waits").isFalse();
        assertThat(windows.getDeltaBatchesEmitted().get("visits/0"))
                .isBetween(wanted, windows.getDeltaBatchesTaken().get("visits/0") - 1);
        Map<String, VisitCount> rows = fixture.rows(Topics.VISIT_COUNTS, VisitCount.class);
        assertThat(2 * rows.get("*|category=TALK||YEAR|2011-01-01").getVisits())
                .as("each visit makes two delta batches: of totals, and of breakdown values")
                .isGreaterThanOrEqualTo(windows.getDeltaBatchesEmitted().get("visits/0"));

        fixture.settle();
        assertThat(fixture.progress("windows:0").getDeltaBatchesEmitted())
                .isEqualTo(fixture.progress("windows:0").getDeltaBatchesTaken());
    }

    // ---- Accounting

    @Test
    void shouldAccountForEveryRecord() {
        fixture.send(TestEvents.visit("v1"));
        fixture.send(TestEvents.visit("v1"));
        fixture.send(TestEvents.visit("v1").setRevision(1));
        fixture.send(TestEvents.visit("v2").setWithdrawn(true));
        fixture.send(TestEvents.visit("v3").setMode("?"));
        fixture.send(Topics.VISITS, "v4", null);
        fixture.send(TestEvents.request("c1"));
        fixture.settle();

        Progress visits = fixture.progress("visits:0");
        assertThat(visits.getReceived()).isEqualTo(6);
        assertThat(visits.getRejected()).isEqualTo(1);
        assertThat(visits.getCurrent()).isEqualTo(3); // including withdrawn and null ones
        assertThat(visits.getRepeated()).isEqualTo(2);
        assertThat(visits.getReceived()).isEqualTo(visits.getCurrent() + visits.getRepeated() + visits.getRejected());
        assertThat(visits.getNextOffset()).isEqualTo(6);
        assertThat(fixture.progress("commitments:0").getReceived()).isEqualTo(1);
        Progress windows = fixture.progress("windows:0");
        assertThat(windows.getUnsent()).isZero();
        assertThat(windows.getDeltaBatchesTaken())
                .isEqualTo(Map.of("visits/0", visits.getDeltaBatchesSent().get(0)));
    }

    // ---- The configuration of the state

    @Test
    void shouldRefuseStateOfAnotherMeaning() {
        var store = org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore("progress")
                .get();
        EngineSettings before = EngineFixture.settings(
                doorstep.window.AsOf.clock(Duration.ZERO), Map.of("zone", "UTC", "answers.min", "10"));
        EngineSettings after = EngineFixture.settings(
                doorstep.window.AsOf.clock(Duration.ZERO), Map.of("zone", "Asia/Shanghai", "partitions", "4"));
        new ConfigFingerprint(before.fingerprinted()).keep(store);

        before.inForce(store, "visits/3");
        assertThatThrownBy(() -> after.inForce(store, "visits/3"))
                .isInstanceOf(doorstep.integrity.RefusedException.class)
                .hasMessageContaining("CHANGED_MEANING")
                .hasMessageContaining("visits/3")
                .hasMessageContaining("zone was 'UTC' and is 'Asia/Shanghai'")
                .hasMessageContaining("answers.min was '10' and is '(not set)'")
                .hasMessageContaining("partitions was '(not set)' and is '4'")
                .hasMessageContaining("doorstep rebuild");
    }
}
