// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.Visit;
import doorstep.fixtures.StubRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaLookupsTest {
    private static final Schema VISIT = Visit.getClassSchema();

    private final QueuedTasks background = new QueuedTasks();
    private final Questioned registry = new Questioned();
    private final SchemaLookups lookups = new SchemaLookups(registry, background, Duration.ZERO);

    /** Counts the look-ups. */
    private static final class Questioned implements SchemaRegistry {
        private final StubRegistry schemas = new StubRegistry();
        private int questions;
        private boolean refusing;

        @Override
        public int register(String subject, Schema schema) {
            questions++;
            if (refusing) {
                throw new IllegalStateException("refused");
            }
            return schemas.register(subject, schema);
        }

        @Override
        public Optional<Schema> find(int id) {
            questions++;
            return schemas.find(id);
        }

        @Override
        public String name() {
            return "the registry at http://r:8081/";
        }
    }

    @Test
    void shouldKeepAnAnswerThatComesAfterTheWaiting() {
        int id = registry.schemas.put(VISIT);
        assertGivenUp(id);

        background.runAll();

        assertThat(lookups.find(id)).contains(VISIT);
        assertThat(lookups.find(id)).contains(VISIT);
        assertThat(registry.questions).isEqualTo(1);
    }

    @Test
    void shouldAskOnceForAllWhoWait() {
        int id = registry.schemas.put(VISIT);
        CompletableFuture<Optional<Schema>> one = lookups.ask(id);
        CompletableFuture<Optional<Schema>> other = lookups.ask(id);

        background.runAll();

        assertThat(one).isCompletedWithValue(Optional.of(VISIT));
        assertThat(other).isCompletedWithValue(Optional.of(VISIT));
        assertThat(registry.questions).isEqualTo(1);
    }

    @Test
    void shouldAskAgainForAnIdThatWasUnknown() {
        assertThat(lookups.ask(1_000)).isNotDone();
        background.runAll();
        assertThat(registry.schemas.put(VISIT)).isEqualTo(1_000);

        CompletableFuture<Optional<Schema>> again = lookups.ask(1_000);
        background.runAll();

        assertThat(again).isCompletedWithValue(Optional.of(VISIT));
    }

    @Test
    void shouldRegisterASchemaOnceForAllTasks() {
        assertThatThrownBy(() -> lookups.register("s", VISIT)).isInstanceOf(RegistryUnavailableException.class);
        background.runAll();

        assertThat(lookups.register("s", VISIT)).isEqualTo(1_000);
        assertThat(lookups.register("s", VISIT)).isEqualTo(1_000);
        assertThat(registry.questions).isEqualTo(1);
    }

    @Test
    void shouldPassOnThatARegistryRefusesASchema() {
        registry.refusing = true;

        assertThatThrownBy(() -> new SchemaLookups(registry, Runnable::run, Duration.ZERO).register("s", VISIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("refused");
    }

    // ---- What health reports

    @Test
    void shouldNameRegistryAndIdWhileAnAnswerIsLate() {
        assertGivenUp(7);
        assertThat(lookups.fault()).get().asString().contains(registry.name(), "has not answered", "schema id 7");

        background.runAll();
        assertThat(lookups.fault()).isEmpty();
    }

    @Test
    void shouldNotForgetAFaultWhenAnotherQuestionIsAnswered() {
        registry.schemas.goDown();
        assertGivenUp(7);
        background.runAll();
        assertThat(lookups.fault()).contains("down");

        registry.schemas.comeBack();
        assertGivenUp(8);
        background.runAll();
        assertThat(lookups.fault()).contains("down");

        assertGivenUp(7);
        background.runAll();
        assertThat(lookups.fault()).isEmpty();
    }

    @Test
    void shouldCountTheFaults() {
        registry.schemas.goDown();
        for (int id = 1; id <= 500; id++) {
            assertGivenUp(id);
        }
        background.runAll();

        assertThat(lookups.fault()).contains("down (and 99 more)");
    }

    @Test
    void shouldAskAgainOnlyWhileAnAnswerIsOwed() {
        lookups.retry();
        assertThat(background.size()).isZero();

        registry.schemas.goDown();
        assertGivenUp(7);
        lookups.retry();
        lookups.retry();
        assertThat(background.size()).as("asked already").isEqualTo(1);
        background.runAll();
        lookups.retry();
        background.runAll();
        assertThat(lookups.fault()).isPresent();

        registry.schemas.comeBack();
        lookups.retry();
        background.runAll();
        assertThat(lookups.fault()).isEmpty();
        lookups.retry();
        assertThat(background.size()).isZero();
    }

    private void assertGivenUp(int id) {
        assertThatThrownBy(() -> lookups.find(id)).isInstanceOf(RegistryUnavailableException.class);
    }
}
