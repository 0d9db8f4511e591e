package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaRegistry;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class WatchedRegistryTest {
    private boolean away;
    private int questions;

    private final WatchedRegistry registry = new WatchedRegistry(new SchemaRegistry() {
        @Override
        public int register(String subject, Schema schema) {
            answer();
            return 1;
        }

        @Override
        public Optional<Schema> find(int id) {
            answer();
            return Optional.empty();
        }

        private void answer() {
            questions++;
            if (away) {
                throw new RegistryUnavailableException("nobody there", null);
            }
        }
    });

    @Test
    void shouldBeAtFaultFromTheFirstQuestionWithoutAnAnswerToTheNextOneWithOne() {
        registry.find(1);
        assertThat(registry.fault()).isEmpty();

        away = true;
        assertThatThrownBy(() -> registry.find(1)).isInstanceOf(RegistryUnavailableException.class);
        assertThat(registry.fault()).contains("nobody there");

        away = false;
        registry.register("s", Schema.create(Schema.Type.STRING));
        assertThat(registry.fault()).isEmpty();
    }

    @Test
    void shouldAskAgainOnlyWhileAnAnswerIsOwed() {
        registry.retry();
        assertThat(questions).isZero();

        away = true;
        assertThatThrownBy(() -> registry.find(1)).isInstanceOf(RegistryUnavailableException.class);
        registry.retry();
        assertThat(registry.fault()).isPresent();

        away = false;
        registry.retry();
        assertThat(registry.fault()).isEmpty();
        int asked = questions;
        registry.retry();
        assertThat(questions).isEqualTo(asked);
    }
}
