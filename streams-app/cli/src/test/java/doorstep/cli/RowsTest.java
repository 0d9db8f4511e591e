// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.DurationBucket;
import doorstep.avro.Durations;
import doorstep.avro.Mood;
import doorstep.avro.Progress;
import doorstep.avro.ReactionCount;
import doorstep.avro.SatisfactionScore;
import doorstep.avro.ServiceLevel;
import doorstep.avro.VisitCount;
import doorstep.config.ConfigurationException;
import doorstep.family.RowHead;
import doorstep.figures.FlatRow;
import doorstep.figures.KeyParts;
import doorstep.figures.RowOrder;
import doorstep.rows.RowChange;
import doorstep.tally.Cell;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.text.FigureFormat;
import doorstep.wire.RowKey;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RowsTest {
    private static final SatisfactionScore SCORE = SatisfactionScore.newBuilder()
            .setUnit("北京, \"east\"")
            .setBreakdown("")
            .setValue("")
            .setFacet("OVERALL:GRADE_5")
            .setWindow("LAST_HOUR")
            .setStart(null)
            .setEnd(null)
            .setAnswers(3)
            .setImputed(0)
            .setDistribution(List.of(0L, 1L, 0L, 0L, 2L))
            .setSum(12)
            .setMean(4.0)
            .setSatisfied(2)
            .setSatisfiedShare(2 / 3.0)
            .setSatisfiedLow(0.2)
            .setSatisfiedHigh(0.9)
            .setNps(null)
            .setNpsLow(null)
            .setNpsHigh(null)
            .setEnough(false)
            .build();

    @Test
    void shouldPrintOneFlatObjectALineWithThePartsOfTheKeyFirst() {
        assertThat(print(SCORE, "--json"))
                .isEqualTo("{\"unit\":\"北京, \\\"east\\\"\",\"breakdown\":\"\",\"value\":\"\","
                        + "\"facet\":\"OVERALL:GRADE_5\",\"window\":\"LAST_HOUR\",\"start\":null,\"end\":null,\"answers\":3,"
                        + "\"imputed\":0,\"distribution\":[0,1,0,0,2],\"sum\":12,\"mean\":4.0,\"satisfied\":2,"
                        + "\"satisfiedShare\":0.6666666666666666,\"satisfiedLow\":0.2,\"satisfiedHigh\":0.9,\"nps\":null,"
                        + "\"npsLow\":null,\"npsHigh\":null,\"enough\":false}\n");
    }

    @Test
    void shouldQuoteWhatCsvNeedsQuoted() {
        assertThat(print(SCORE, "--csv")).isEqualTo("""
                unit,breakdown,value,facet,window,start,end,answers,imputed,distribution,sum,mean,satisfied,satisfiedShare,satisfiedLow,satisfiedHigh,nps,npsLow,npsHigh,enough
                "北京, ""east""\",,,OVERALL:GRADE_5,LAST_HOUR,,,3,0,"[0,1,0,0,2]",12,4.0,2,0.6666666666666666,0.2,0.9,,,,false
                """);
    }

    @Test
    void shouldShowSharesInPerCentAndOnlyColumnsThatSaySomething() {
        assertThat(print(SCORE)).isEqualTo("""
                unit          facet            window     answers  imputed  distribution  sum  mean  satisfied  satisfiedShare  satisfiedLow  satisfiedHigh  nps  npsLow  npsHigh  enough
                北京, "east"  OVERALL:GRADE_5  LAST_HOUR        3        0  0 1 0 0 2      12  4.00          2          66.7 %        20.0 %         90.0 %  -    -       -        false
                """);
    }

    @Test
    void shouldShowMoodsByName() {
        ReactionCount row = ReactionCount.newBuilder()
                .setUnit("*")
                .setBreakdown("")
                .setValue("")
                .setFacet("a1")
                .setWindow("DAY")
                .setStart(LocalDate.of(2011, 7, 18))
                .setEnd(LocalDate.of(2011, 7, 18))
                .setReactions(3)
                .setMoods(List.of(new Mood("ANGRY", 1L, 1 / 3.0), new Mood("MOVED", 2L, 2 / 3.0)))
                .build();

        assertThat(print(row)).contains("ANGRY=1 MOVED=2");
        assertThat(print(row, "--json"))
                .contains(
                        "\"start\":\"2011-07-18\"",
                        "{\"reaction\":\"ANGRY\",\"count\":1,\"share\":0.3333333333333333}");
    }

    @Test
    void shouldShowDurationsInDays() {
        assertThat(FigureFormat.text("toClose", Map.of("count", 3L, "p50", 43_200L, "p90", 864_000L, "p99", 864_000L)))
                .isEqualTo("0.5 d / 10.0 d / 10.0 d");
        Map<String, Object> none = new TreeMap<>(Map.of("count", 0L));
        none.put("p50", null);
        assertThat(FigureFormat.text("toClose", none)).isEqualTo("- / - / -");
    }

    @Test
    void shouldShowTheAccountingIn120Columns() {
        Map<String, Long> senders = new TreeMap<>();
        for (int partition = 0; partition < 12; partition++) {
            for (String part : List.of("visits", "feedback", "commitments")) {
                senders.put(part + "/" + partition, 1_234_567L);
            }
        }
        Instant asOf = Instant.parse("2011-07-18T15:59:00Z");
        Progress input = Progress.newBuilder()
                .setPart("commitments")
                .setPartition(11)
                .setReceived(1_234_567_890L)
                .setCurrent(1_234_567_000L)
                .setRepeated(123_456_789L)
                .setRejected(1_234_567L)
                .setConflicts(12L)
                .setNextOffset(1_234_567_890L)
                .setDeltaBatchesSent(Collections.nCopies(12, 1_234_567L))
                .setLinksTaken(senders)
                .setAsOf(asOf)
                .build();
        Progress windows = Progress.newBuilder()
                .setPart("windows")
                .setPartition(0)
                .setDeltaBatchesTaken(senders)
                .setDeltaBatchesEmitted(senders)
                .setAsOf(asOf)
                .setBeyond(Map.of("doorstep.visit-counts", 71L, "doorstep.service-levels", 434L))
                .setUnsent(1_234L)
                .build();
        StringWriter text = new StringWriter();

        new RowFormat()
                .print(
                        List.of(FlatRow.of("a", input), FlatRow.of("b", windows)),
                        Progress.getClassSchema(),
                        new PrintWriter(text));

        assertThat(text.toString().lines()).hasSize(3).allMatch(line -> line.length() <= 120);
        assertThat(text.toString()).contains("1234567890", "2011-07-18T15:59:00Z", "505", "1234");
    }

    @Test
    void shouldPrintTheHeaderOfAFollowedTopicOnce() {
        RowFormat format = CommandLine.populateCommand(new RowFormat(), "--csv");
        StringWriter text = new StringWriter();
        List<FlatRow> rows = List.of(FlatRow.of("k", SCORE));
        format.print(rows, SCORE.getSchema(), new PrintWriter(text));
        format.print(rows, SCORE.getSchema(), new PrintWriter(text));

        assertThat(text.toString().lines().filter(line -> line.startsWith("unit,")))
                .hasSize(1);
        assertThat(text.toString().lines()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49", "-2", "@here", "＝1+1", "＠x"})
    void shouldKeepSpreadsheetsFromReadingFormulas(String text) {
        FlatRow row = new FlatRow("k", Map.of("unit", text));

        assertThat(printed(row, List.of("unit"), "--csv")).isEqualTo("unit\n'" + text + "\n");
    }

    @Test
    void shouldGuardTextsAloneAndNeverNumbersOrDates() {
        FlatRow row = new FlatRow("k", Map.of("start", "2011-01-01", "nps", -12.5, "value", "\t=1"));

        assertThat(printed(row, List.of("start", "nps", "value"), "--csv"))
                .isEqualTo("start,nps,value\n2011-01-01,-12.5,'\\u0009=1\n");
    }

    @Test
    void shouldGiveNestedFieldsColumnsOfTheirOwn() {
        FlatRow row = new FlatRow("k", Map.of("due", 3L, "toClose", Map.of("count", 2L, "p50", 86_400L)));
        StringWriter text = new StringWriter();
        CommandLine.populateCommand(new RowFormat(), "--csv")
                .print(
                        List.of(row),
                        Topics.SERVICE_LEVELS.value(),
                        List.of("due", "toClose"),
                        List.of(),
                        new PrintWriter(text));

        assertThat(text).hasToString("""
                due,toClose.count,toClose.seconds,toClose.days,toClose.p50,toClose.p90,toClose.p99
                3,2,,,86400,,
                """);
    }

    @Test
    void shouldPrintTheBucketsOfDurationsAsJsonAlone() {
        Durations none = new Durations(0L, 0L, 0L, null, null, null, List.of());
        Durations three = new Durations(
                3L,
                2_517L,
                0L,
                8L,
                2_501L,
                2_501L,
                List.of(new DurationBucket(2L, 16L), new DurationBucket(1L, 2_501L)));
        Map<String, Object> values = FlatRow.of("k", serviceLevel(three, none)).values();
        FlatRow row = new FlatRow(
                "k", new TreeMap<>(Map.of("toAssign", values.get("toAssign"), "toClose", values.get("toClose"))));

        assertThat(printedTimes(row, "--json")).isEqualTo("""
                {"toAssign":{"count":0,"seconds":0,"days":0,"p50":null,"p90":null,"p99":null,"buckets":[]},\
                "toClose":{"count":3,"seconds":2517,"days":0,"p50":8,"p90":2501,"p99":2501,\
                "buckets":[{"count":2,"seconds":16},{"count":1,"seconds":2501}]}}
                """);
        assertThat(printedTimes(row, "--csv")).isEqualTo("""
                toClose.count,toClose.seconds,toClose.days,toClose.p50,toClose.p90,toClose.p99
                3,2517,0,8,2501,2501
                """);
        assertThat(printedTimes(row)).isEqualTo("""
                toClose
                0.0 d / 0.0 d / 0.0 d
                """);
    }

    private static String printedTimes(FlatRow row, String... options) {
        StringWriter text = new StringWriter();
        List<String> names = List.of("toClose");
        CommandLine.populateCommand(new RowFormat(), options)
                .print(List.of(row), Topics.SERVICE_LEVELS.value(), names, names, new PrintWriter(text));
        return text.toString();
    }

    private static ServiceLevel serviceLevel(Durations toClose, Durations others) {
        ServiceLevel row = new ServiceLevel();
        row.setToAcknowledge(others);
        row.setToAssign(others);
        row.setToClose(toClose);
        return row;
    }

    @Test
    void shouldBeginWithAByteOrderMarkForExcel() {
        FlatRow row = new FlatRow("k", Map.of("unit", "\uFEFF北京"));

        assertThat(printed(row, List.of("unit"), "--excel")).isEqualTo("\uFEFFunit\n\\uFEFF北京\n");
        assertThat(printed(row, List.of("unit"), "--csv")).isEqualTo("unit\n\\uFEFF北京\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--csv", "--excel", "--json", "--table"})
    void shouldPrintNothingThatATerminalObeys(String format) {
        FlatRow row = new FlatRow("k", Map.of("facet", "a\u001B]0;owned\u0007\u202Eb\u200B\n"));

        assertThat(printed(row, List.of("facet"), format))
                .contains("a\\u001B]0;owned\\u0007\\u202Eb\\u200B")
                .doesNotContain("\u001B", "\u0007", "\u202E", "\u200B");
    }

    private static String printed(FlatRow row, List<String> names, String option) {
        RowFormat format =
                option.equals("--table") ? new RowFormat() : CommandLine.populateCommand(new RowFormat(), option);
        StringWriter text = new StringWriter();
        format.print(
                List.of(row),
                Topics.VISIT_COUNTS.value(),
                names,
                names,
                new PrintWriter(PrintableWriter.ofOutput(text)));
        return text.toString();
    }

    @Test
    void shouldReadBackEveryKey() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {"%", "|", "=", "/", "\u0001", "北", "😀", "a", " ", "%2F", "é"};
        for (int i = 0; i < 1_000; i++) {
            String value = text(random, pieces);
            String facet = text(random, pieces);
            String unit = text(random, pieces);
            String key = RowKey.of(unit, "area", value, facet, "DAY", true, 15_173);
            assertThat(KeyParts.of(key))
                    .as("seed %d, key %s", seed, key)
                    .isEqualTo(Map.of(
                            "unit",
                            unit,
                            "breakdown",
                            "area",
                            "value",
                            value,
                            "facet",
                            facet,
                            "window",
                            "DAY",
                            "start",
                            "2011-07-18"));
        }
    }

    private static String text(Random random, String[] pieces) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(5); length >= 0; length--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void shouldShowARemovedRowByItsKeyAndWithoutFigures() {
        String key = RowKey.of("a/b", "area", "x/y", "", "EVER", false, 0);
        FlatRow row = FlatRow.removed(key, Topics.VISIT_COUNTS.value());

        assertThat(RowFormat.json(row.values()))
                .isEqualTo("{\"unit\":\"a/b\",\"breakdown\":\"area\",\"value\":\"x/y\","
                        + "\"facet\":\"\",\"window\":\"EVER\",\"start\":null,\"end\":null,\"visits\":null,\"households\":null,"
                        + "\"people\":null,\"feedbackAsked\":null}");
    }

    @Test
    void shouldNameTheNearestIfNoRowHasWhatIsAskedFor() {
        assertThat(hint("--unit", "北京∕east", "--facet", "OVERALL:GRADE_5"))
                .contains("no row has the unit '北京∕east'; did you mean '北京/east'?");
        assertThat(hint("--facet", "OVERAL:GRADE_5"))
                .contains("no row has the facet 'OVERAL:GRADE_5'; did you mean 'OVERALL:GRADE_5'?");
        assertThat(hint("--breakdown", "category=TAKL")).contains("no row has the value 'TAKL'; did you mean 'TALK'?");
        assertThat(hint("--unit", "*", "--window", "DAY")).isEmpty();
    }

    private static Optional<String> hint(String... options) {
        RowFilter filter = filter(options);
        List.of(
                        row("*", "", "", "", "MONTH", "2011-07-01"),
                        row("北京/east", "category", "TALK", "OVERALL:GRADE_5", "MONTH", "2011-06-01"))
                .forEach(row -> filter.accepts(change(row)));
        return filter.hint();
    }

    @Test
    void shouldFilterByEveryPartOfTheKey() {
        FlatRow plain = row("*", "", "", "", "MONTH", "2011-07-01");
        FlatRow talk = row("*", "category", "TALK", "f", "MONTH", "2011-06-01");

        assertThat(accepts(plain, "--unit", "*")).isTrue();
        assertThat(accepts(plain, "--unit", "a")).isFalse();
        assertThat(accepts(plain, "--window", "month")).isTrue();
        assertThat(accepts(plain, "--window", "YEAR")).isFalse();
        assertThat(accepts(plain, "--start", "2011-07-01")).isTrue();
        assertThat(accepts(talk, "--start", "2011-07-01")).isFalse();
        assertThat(accepts(talk, "--facet", "f")).isTrue();
        assertThat(accepts(plain, "--facet", "f")).isFalse();
        assertThat(accepts(plain, "--breakdown", "none")).isTrue();
        assertThat(accepts(talk, "--breakdown", "none")).isFalse();
        assertThat(accepts(talk, "--breakdown", "category")).isTrue();
        assertThat(accepts(talk, "--breakdown", "mode")).isFalse();
        assertThat(accepts(talk, "--breakdown", "category=TALK")).isTrue();
        assertThat(accepts(talk, "--breakdown", "category=FORUM")).isFalse();
    }

    @Test
    void shouldNameTheNearestWindowAndBreakdown() {
        assertThatThrownBy(() -> filter("--window", "LAST7D").requireValid(true))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean LAST_7D?");
        assertThatThrownBy(() -> filter("--breakdown", "categroy=TALK").requireValid(true))
                .hasMessageContaining("did you mean category?");
        assertThatThrownBy(() -> filter("--unit", "a").requireValid(false)).hasMessageContaining("has none");
        for (WindowKind kind : WindowKind.values()) {
            filter("--window", kind.name()).requireValid(true);
        }
    }

    @Test
    void shouldOrderWindowsFromShortToLong() {
        List<FlatRow> rows = new ArrayList<>(List.of(
                row("a", "", "", "", "LAST_HOUR", ""),
                row("a", "", "", "", "DAY", "2011-07-01"),
                row("a", "", "", "", "DAY", "2011-07-02"),
                row("a", "", "", "", "YEAR", "2011-01-01"),
                row("a", "", "", "", "EVER", ""),
                row("a", "category", "TALK", "", "MONTH", "2011-07-01"),
                row("b", "", "", "", "LAST_HOUR", "")));
        List<FlatRow> ordered = List.copyOf(rows);
        long seed = System.nanoTime();
        Collections.shuffle(rows, new Random(seed));

        assertThat(rows.stream().sorted(RowOrder.BY_PARTS)).as("seed %d", seed).containsExactlyElementsOf(ordered);
    }

    private static FlatRow row(String unit, String breakdown, String value, String facet, String window, String start) {
        LocalDate date = start.isEmpty() ? null : LocalDate.parse(start);
        VisitCount row = new VisitCount(unit, breakdown, value, facet, window, date, date, 1L, 2L, 3L, 4L);
        return FlatRow.of(unit + breakdown + value + facet + window + start, row);
    }

    private static boolean accepts(FlatRow row, String... options) {
        return filter(options).accepts(change(row));
    }

    private static RowChange change(FlatRow row) {
        RowHead head = row.head();
        Cell cell = new Cell(1, head.unit(), head.slice(), head.facet());
        long start = head.start() == null ? 0 : head.start().toEpochDay();
        return new RowChange(cell, WindowKind.valueOf(head.window()), start, Tally.ZERO);
    }

    private static RowFilter filter(String... options) {
        return CommandLine.populateCommand(new RowFilter(), options);
    }

    private static String print(SpecificRecord row, String... options) {
        StringWriter text = new StringWriter();
        Schema schema = row.getSchema();
        CommandLine.populateCommand(new RowFormat(), options)
                .print(List.of(FlatRow.of("k", row)), schema, new PrintWriter(text));
        return text.toString();
    }
}
