// SPDX-License-Identifier: Apache-2.0
package doorstep.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.Feedback.Answer;
import doorstep.event.FeedbackKind;
import doorstep.event.Identity;
import doorstep.event.Link;
import doorstep.event.Outcome;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.event.TreePath;
import doorstep.event.Version;
import doorstep.event.Visit;
import doorstep.wire.Identities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final Version VERSION = new Version(Integer.MAX_VALUE, -1);
    private static final long MINUTE = 21_649_500;

    private final KeyValueStore<Bytes, byte[]> entries =
            Stores.inMemoryKeyValueStore("ledger").get();
    private final KeyValueStore<Bytes, byte[]> words =
            Stores.inMemoryKeyValueStore("words").get();

    private Ledger open() {
        return new StoreLedger(entries, new Dictionary(words));
    }

    private static Identity id(String id) {
        return Identities.of(id);
    }

    private static Visit visit(String unit, String area, int count) {
        return Visit.builder(MINUTE, new TreePath(unit))
                .area(Optional.ofNullable(area).map(TreePath::new))
                .category("TALK")
                .mode("DOOR")
                .households(count)
                .people(count)
                .feedbackAsked(count)
                .build();
    }

    private static Feedback feedback(
            long minute,
            FeedbackKind kind,
            Answer answer,
            String mood,
            boolean imputed,
            SubjectType about,
            String... topics) {
        return Feedback.builder(minute, new TreePath("city/north/station"))
                .area(Optional.of(new TreePath("old-town/market")))
                .source("SURVEY")
                .kind(kind)
                .channel("WEB")
                .question("OVERALL")
                .answer(Optional.ofNullable(answer))
                .reaction(Optional.ofNullable(mood))
                .imputed(imputed)
                .about(Optional.ofNullable(about))
                .article(about == SubjectType.ARTICLE ? Optional.of("article-1") : Optional.empty())
                .topics(new TreeSet<>(List.of(topics)))
                .build();
    }

    /** Every value of every enum, and the extremes of every number. */
    static List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int count : new int[] {0, 1, 127, 128, Integer.MAX_VALUE}) {
            events.add(visit("a", null, count));
            events.add(visit("广州/越秀/六榕/一/二/三", "𠮷".repeat(128), count));
        }
        for (Scale scale : Scale.values()) {
            for (int score = scale.lowest(); score <= scale.highest(); score++) {
                events.add(feedback(MINUTE, FeedbackKind.RATING, new Answer(scale, score), null, score % 2 == 0, null));
            }
        }
        for (FeedbackKind kind : FeedbackKind.values()) {
            String mood = kind == FeedbackKind.REACTION ? "SAD" : null;
            Answer answer = kind == FeedbackKind.RATING ? new Answer(Scale.NPS_11, 10) : null;
            events.add(feedback(MINUTE, kind, answer, mood, false, null, "A", "B", "C"));
            for (SubjectType about : SubjectType.values()) {
                events.add(feedback(MINUTE, kind, answer, mood, false, about));
            }
        }
        for (CommitmentKind kind : CommitmentKind.values()) {
            events.add(commitment(kind, null, OptionalLong.empty()));
            for (Outcome outcome : Outcome.values()) {
                events.add(commitment(kind, outcome, OptionalLong.of(MINUTE * 60_000 + 59_999), MINUTE * 60_000 + 1));
            }
        }
        events.add(linked(MINUTE, 0));
        events.add(linked(-1, 59_999));
        for (long minute : new long[] {0, -1, Integer.MAX_VALUE, Long.MIN_VALUE / 120_000, Long.MAX_VALUE / 60_000}) {
            events.add(feedback(minute, FeedbackKind.REPORT, null, null, false, null));
        }
        return events;
    }

    private static Commitment commitment(CommitmentKind kind, Outcome outcome, OptionalLong closed, long... lists) {
        List<Long> moments = Arrays.stream(lists).boxed().toList();
        return Commitment.builder(kind, new TreePath("city/north"), MINUTE * 60_000)
                .id(kind == CommitmentKind.DUTY ? Optional.of("duty-1") : Optional.empty())
                .source("HOTLINE")
                .area(outcome == null ? Optional.empty() : Optional.of(new TreePath("old-town")))
                .category(kind == CommitmentKind.CALLBACK ? Optional.empty() : Optional.of("CASE_PARTY"))
                .acknowledgedAt(closed)
                .firstDueAt(OptionalLong.of(Long.MAX_VALUE / 2))
                .dueAt(closed)
                .closedAt(closed)
                .outcome(Optional.ofNullable(outcome))
                .returnedAt(moments)
                .reopenedAt(moments)
                .build();
    }

    /** @param ms within the minute */
    private static Visit linked(long minute, long ms) {
        return followUp(minute)
                .fulfils(Optional.of(new Link(new Identity(Long.MIN_VALUE, -1), minute * 60_000 + ms)))
                .build();
    }

    private static Visit.Builder followUp(long minute) {
        return Visit.builder(minute, new TreePath("a"))
                .category("FOLLOW_UP")
                .mode("PHONE")
                .people(1);
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldReadEveryEventAsItWasWritten(Event event) {
        Entry entry = new Entry(VERSION, Optional.of(event));
        open().put(id("x"), entry);

        assertThat(open().get(id("x"))).contains(entry);
    }

    @Test
    void shouldHaveASampleOfEveryKindOfEvent() { // a new kind must be added here and in EntryCodec
        assertThat(Arrays.stream(Event.class.getPermittedSubclasses()).collect(Collectors.toSet()))
                .isEqualTo(events().stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    @Test
    void shouldRememberWithdrawnAndFinalIds() {
        Ledger ledger = open();
        ledger.put(id("withdrawn"), new Entry(new Version(0, Long.MIN_VALUE), Optional.empty()));
        ledger.put(id("final"), new Entry(Version.FINAL, Optional.empty()));

        assertThat(open().get(id("withdrawn"))).contains(new Entry(new Version(0, Long.MIN_VALUE), Optional.empty()));
        assertThat(open().get(id("final"))).contains(new Entry(Version.FINAL, Optional.empty()));
        assertThat(open().get(id("unknown"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, 1_700_000_000_000L, Long.MAX_VALUE})
    void shouldKeepRevisionsOfSixtyFourBits(long revision) {
        Ledger ledger = open();
        Entry counted = new Entry(new Version(revision, -1), Optional.of(visit("a", null, 1)));
        Entry withdrawn = new Entry(new Version(revision, 1), Optional.empty());
        ledger.put(id("counted"), counted);
        ledger.put(id("withdrawn"), withdrawn);

        assertThat(open().get(id("counted"))).contains(counted);
        assertThat(open().get(id("withdrawn"))).contains(withdrawn);
    }

    @Test
    void shouldKeepTheLatestEntryOfAnId() {
        Ledger ledger = open();
        ledger.put(id("x"), new Entry(new Version(0, 1), Optional.of(visit("a", null, 1))));
        ledger.put(id("x"), new Entry(new Version(1, 1), Optional.of(visit("b", null, 2))));

        assertThat(ledger.get(id("x"))).contains(new Entry(new Version(1, 1), Optional.of(visit("b", null, 2))));
        assertThat(entries.approximateNumEntries()).isEqualTo(1);
    }

    @Test
    void shouldTakeAtMostSixtyBytesForAVisitOrARating() {
        Ledger ledger = open();
        ledger.put(id("codes"), new Entry(VERSION, Optional.of(rating("u", "a", "A", "B", "C"))));
        for (int i = 0; i < 50_000; i++) { // far more units and areas than an organisation has
            ledger.put(id("x"), new Entry(VERSION, Optional.of(visit("unit-" + i, "area-" + i, 1))));
        }
        Visit visit = visit("unit-49999", "area-49999", 1_000_000);
        ledger.put(id("a visit"), new Entry(VERSION, Optional.of(visit)));
        ledger.put(id("a rating"), new Entry(VERSION, Optional.of(rating("unit-49999", "area-49999", "A", "B", "C"))));

        assertThat(sizeOf(ledger, "a visit")).isBetween(30, 60);
        assertThat(sizeOf(ledger, "a rating")).isBetween(30, 60);
    }

    @Test
    void shouldTakeNineteenBytesForALink() {
        Ledger ledger = open();
        ledger.put(id("linked"), new Entry(VERSION, Optional.of(linked(MINUTE, 59_999))));
        ledger.put(id("plain"), new Entry(VERSION, Optional.of(followUp(MINUTE).build())));

        assertThat(sizeOf(ledger, "linked")).isEqualTo(sizeOf(ledger, "plain") + 19);
    }

    @Test
    void shouldKeepTheIdOfADutyOnly() {
        Ledger ledger = open();
        Commitment duty = commitment(CommitmentKind.DUTY, Outcome.RESOLVED, OptionalLong.empty());
        Commitment request = commitment(CommitmentKind.REQUEST, Outcome.RESOLVED, OptionalLong.empty());
        ledger.put(id("duty"), new Entry(VERSION, Optional.of(duty)));
        ledger.put(id("request"), new Entry(VERSION, Optional.of(request)));

        assertThat(sizeOf(ledger, "duty")).isEqualTo(sizeOf(ledger, "request") + 1 + "duty-1".length());
    }

    private static Feedback rating(String unit, String area, String... topics) {
        return Feedback.builder(MINUTE, new TreePath(unit))
                .area(Optional.of(new TreePath(area)))
                .source("SURVEY")
                .kind(FeedbackKind.RATING)
                .channel("WEB")
                .question("OVERALL")
                .answer(Optional.of(new Answer(Scale.NPS_11, 10)))
                .imputed(true)
                .about(Optional.of(SubjectType.VISIT))
                .topics(new TreeSet<>(List.of(topics)))
                .build();
    }

    /**
     * Bytes of key and value of an id's entry. Keys are hashes, so the entry is found as the one that changes when the
     * id is overwritten.
     */
    private int sizeOf(Ledger ledger, String id) {
        Map<Bytes, byte[]> before = all(entries);
        ledger.put(id(id), new Entry(Version.FINAL, Optional.empty()));
        List<Bytes> changed = before.keySet().stream()
                .filter(key -> !Arrays.equals(before.get(key), entries.get(key)))
                .toList();
        assertThat(changed).hasSize(1);
        return changed.get(0).get().length + before.get(changed.get(0)).length;
    }

    private static Map<Bytes, byte[]> all(KeyValueStore<Bytes, byte[]> store) {
        Map<Bytes, byte[]> all = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> iterator = store.all()) {
            while (iterator.hasNext()) {
                KeyValue<Bytes, byte[]> entry = iterator.next();
                all.put(entry.key, entry.value);
            }
        }
        return all;
    }

    @Test
    void shouldRefuseAnEntryOfAnotherFormat() {
        open().put(id("x"), new Entry(VERSION, Optional.empty()));
        all(entries).forEach((key, value) -> {
            value[0] = 9;
            entries.put(key, value);
        });

        assertThatThrownBy(() -> open().get(id("x")))
                .hasMessageContaining("format 9")
                .hasMessageContaining("reads 3");
    }

    // ---- Dictionary

    @Test
    void shouldFindEveryWordAgainAfterAReload() {
        Dictionary dictionary = new Dictionary(words);
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < 1_000; i++) { // more than one byte holds: the store must sort by number
            numbers.put("word " + i, dictionary.numberOf("word " + i));
        }
        numbers.put("走访 𠮷", dictionary.numberOf("走访 𠮷"));

        Dictionary reloaded = new Dictionary(words);

        assertThat(numbers.values()).doesNotHaveDuplicates().doesNotContain(0);
        numbers.forEach((word, number) -> {
            assertThat(reloaded.numberOf(word)).isEqualTo(number);
            assertThat(reloaded.word(number)).isEqualTo(word);
        });
        assertThat(reloaded.numberOf("new")).isEqualTo(numbers.size() + 1);
    }

    @Test
    void shouldStopIfAWordIsMissing() {
        Dictionary dictionary = new Dictionary(words);
        dictionary.numberOf("a");
        dictionary.numberOf("b");
        words.delete(words.all().next().key);

        assertThatThrownBy(() -> new Dictionary(words)).hasMessageContaining("number 1 is missing");
    }
}
