// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.catalogue.Catalogue;
import doorstep.engine.LinkOutbox;
import doorstep.engine.LinkRecord;
import doorstep.event.Commitment;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.Identity;
import doorstep.event.Link;
import doorstep.event.Scale;
import doorstep.event.TreePath;
import doorstep.event.Visit;
import doorstep.fixtures.SampleCommitment;
import doorstep.fixtures.SampleEvents;
import doorstep.fixtures.TestCatalogue;
import doorstep.integrity.BatchSequencer;
import doorstep.integrity.Senders;
import doorstep.ledger.Dictionary;
import doorstep.ledger.LinkRows;
import doorstep.link.Fulfilment;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cost of one more rating does not depend on the number of ratings of the subject. */
class FlatCostTest {
    private static final int RATINGS = 100_000;
    private static final int LIMIT = 100;
    private static final long DAY = 86_400_000;
    private static final Identity TARGET = new Identity(1, 2);
    private static final Catalogue CATALOGUE = TestCatalogue.callingBack();

    private long reads;
    private Optional<Event> duty = Optional.empty();
    private final Set<Event> counted = new HashSet<>();
    private final Dictionary dictionary = new Dictionary(store("words"));
    private final Fulfilment fulfilment = new Fulfilment(
            id -> duty,
            new LinkRows(counting(store("links")), dictionary),
            new OrgCalendar(ZoneId.of("UTC"), 0),
            CATALOGUE,
            new WorkingDays(Set.of(), Set.of(), Set.of()),
            3);
    private final LinkOutbox outbox = new LinkOutbox(CATALOGUE, 1);
    private final BatchSequencer sent = Senders.sender("feedback/0", 1);

    private static KeyValueStore<Bytes, byte[]> store(String name) {
        return new MemoryStore(name, false);
    }

    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> counting(KeyValueStore<Bytes, byte[]> store) {
        return counting(KeyValueStore.class, store);
    }

    /** Counts every call, and every row that an iterator returns. */
    @SuppressWarnings("unchecked")
    private <T> T counting(Class<T> type, Object target) {
        return (T) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            reads += method.getName().equals("close") ? 0 : 1;
            try {
                Object result = method.invoke(target, args);
                return result instanceof KeyValueIterator<?, ?> rows ? counting(KeyValueIterator.class, rows) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static Feedback rating(long at, int stars) {
        return rating(at, Scale.STARS_5, stars);
    }

    private static Feedback rating(long at, Scale scale, int score) {
        return SampleEvents.linkedRating(scale, score, new Link(TARGET, at, Optional.of("v")));
    }

    private static Visit visit(long at) {
        return Visit.builder(0, new TreePath("city"))
                .category("TALK")
                .mode("DOOR")
                .households(1)
                .people(1)
                .fulfils(Optional.of(new Link(TARGET, at)))
                .build();
    }

    private long take(long number, Optional<Event> before, Optional<Event> after) {
        long readsBefore = reads;
        outbox.replace(("f" + number).getBytes(StandardCharsets.UTF_8), before, after);
        outbox.send(
                sent,
                (partition, record) -> fulfilment.take(
                        LinkRecord.fromBytes(record).changes(), new Fulfilment.Figures(counted::remove, counted::add)));
        return reads - readsBefore;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void shouldCostNoMoreForTheHundredThousandthRating(int stars) {
        long first = 0;
        for (int i = 0; i < RATINGS; i++) {
            long cost = take(i, Optional.empty(), Optional.of(rating(1_000L * i, stars)));
            first = i < 10 ? Math.max(first, cost) : first;
            assertThat(cost).as("rating %d", i).isLessThanOrEqualTo(first);
        }
        assertThat(first).isLessThan(LIMIT);
        assertThat(counted).hasSize(stars == 1 ? 1 : 0);

        long middle = take(1_000_000, Optional.empty(), Optional.of(rating(50_000_500, 6 - stars)));
        assertThat(middle).isLessThan(LIMIT);
        assertThat(counted).hasSize(stars == 1 ? 2 : 1);
        take(1_000_000, Optional.of(rating(50_000_500, 6 - stars)), Optional.empty());
        assertThat(counted).hasSize(stars == 1 ? 1 : 0);
    }

    /** No second rating is on the scale of the first, and a hundred thousand are on another scale. */
    @Test
    void shouldCostNoMoreToFindASecondRatingFarAway() {
        take(0, Optional.empty(), Optional.of(rating(0, Scale.GRADE_5, 1)));
        long first = 0;
        for (int i = 1; i < RATINGS; i++) {
            long cost = take(i, Optional.empty(), Optional.of(rating(1_000L * i, 1 + 4 * (i % 2))));
            first = i < 10 ? Math.max(first, cost) : first;
            assertThat(cost).as("rating %d", i).isLessThanOrEqualTo(first);
        }
        assertThat(first).isLessThan(LIMIT);
        Optional<Event> second = Optional.of(rating(1_000L * RATINGS, Scale.GRADE_5, 5));
        assertThat(ratedAgain()).isEqualTo(RATINGS / 2 - 1); // each by the rating that ended it

        assertThat(take(RATINGS, Optional.empty(), second)).isLessThan(LIMIT);
        assertThat(ratedAgain()).isEqualTo(RATINGS / 2);
        assertThat(take(RATINGS, second, Optional.empty())).isLessThan(LIMIT);
        assertThat(ratedAgain()).isEqualTo(RATINGS / 2 - 1);
    }

    private long ratedAgain() {
        return counted.stream()
                .map(Commitment.class::cast)
                .filter(callBack -> callBack.secondRating().isPresent())
                .count();
    }

    /** A hundred thousand visits of a duty that comes back, on as many days. */
    @Test
    void shouldCostNoMoreForTheHundredThousandthVisit() {
        duty = Optional.of(SampleCommitment.duty(0).category("DELEGATE").build());
        long first = 0;
        for (int i = 0; i < RATINGS; i++) {
            long cost = take(i, Optional.empty(), Optional.of(visit(DAY * i)));
            first = i < 10 ? Math.max(first, cost) : first;
            assertThat(cost).as("visit %d", i).isLessThanOrEqualTo(first);
        }
        assertThat(first).isLessThan(LIMIT);
        assertThat(counted).hasSize(RATINGS + 1);

        Optional<Event> middle = Optional.of(visit(DAY * RATINGS / 2 - 1));
        assertThat(take(RATINGS, Optional.empty(), middle)).isLessThan(LIMIT);
        assertThat(take(RATINGS, middle, Optional.empty())).isLessThan(LIMIT);
        assertThat(counted).hasSize(RATINGS + 1);
        long readsBefore = reads;
        assertThat(fulfilment.counted(TARGET, (Commitment) duty.get())).hasSize(RATINGS + 1);
        assertThat(reads - readsBefore).isLessThan(10L * RATINGS);
    }

    @Test
    void shouldSendNothingWhenTheLinkStaysTheSame() {
        assertThat(take(1, Optional.empty(), Optional.of(rating(7, 1)))).isPositive();
        assertThat(take(1, Optional.of(rating(7, 1)), Optional.of(rating(7, 1))))
                .isZero();
        assertThat(counted).hasSize(1);
    }
}
