// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EmittedSequencesTest {
    private final EmittedSequences sent = new EmittedSequences();

    private static TreeMap<String, Long> taken(long number) {
        return new TreeMap<>(Map.of("visits/0", number));
    }

    @Test
    void shouldTellWhatWasTakenBeforeTheSweepOnceAllOfItIsSent() {
        sent.begin(taken(7), 3);
        sent.onRound(2, false);
        assertThat(sent.numbers()).as("a delta batch waits to be added").isEmpty();
        sent.onRound(3, true);
        assertThat(sent.numbers()).as("rows wait to be sent").isEmpty();
        sent.onRound(4, false);
        assertThat(sent.numbers()).isEqualTo(taken(7));
    }

    @Test
    void shouldNotForgetASweepWhenTheNextOneBegins() {
        sent.begin(taken(7), 3);
        sent.begin(taken(9), 5);
        sent.onRound(3, false);
        assertThat(sent.numbers()).isEqualTo(taken(7));
    }

    @Test
    void shouldTellEverythingWhenNothingIsLeftAndNeverLess() {
        sent.begin(taken(7), 3);
        sent.onNothingLeft(taken(8));
        sent.onRound(5, false);
        assertThat(sent.numbers()).isEqualTo(taken(8));
    }
}
