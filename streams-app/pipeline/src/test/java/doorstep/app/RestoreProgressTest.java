// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import doorstep.app.RestoreProgress.Restore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RestoreProgressTest {
    private static final TopicPartition CHANGELOG = new TopicPartition("doorstep-visits-ledger-changelog", 3);

    private Instant now = Instant.EPOCH;
    private final RestoreProgress progress = new RestoreProgress(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });
    private final Logger logger = (Logger) LoggerFactory.getLogger(RestoreProgress.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    @Test
    void shouldTellHowMuchOfAStoreIsRestored() {
        progress.onRestoreStart(CHANGELOG, "visits-ledger", 100, 500);
        progress.onBatchRestored(CHANGELOG, "visits-ledger", 199, 60);

        assertThat(progress.underWay()).containsExactly(new Restore("visits-ledger", 3, 100, 400));
        assertThat(progress.underWay().get(0).left()).isEqualTo(300);
        assertThat(progress.restored())
                .as("records, without the markers in between")
                .isEqualTo(60);

        progress.onRestoreEnd(CHANGELOG, "visits-ledger", 60);
        assertThat(progress.underWay()).isEmpty();
        assertThat(progress.restored()).isEqualTo(60);
    }

    @Test
    void shouldForgetARestoreThatGoesOnElsewhere() {
        progress.onRestoreStart(CHANGELOG, "visits-ledger", 0, 500);
        progress.onRestoreSuspended(CHANGELOG, "visits-ledger", 0);

        assertThat(progress.underWay()).isEmpty();
    }

    @Test
    void shouldLogEveryFewSeconds() {
        progress.onRestoreStart(CHANGELOG, "visits-ledger", 0, 1_000_000);
        for (int second = 1; second <= 12; second++) {
            now = now.plus(Duration.ofSeconds(1));
            progress.onBatchRestored(CHANGELOG, "visits-ledger", second * 1_000L - 1, 1_000);
        }
        progress.onRestoreEnd(CHANGELOG, "visits-ledger", 1_000_000);

        assertThat(logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList())
                .isEqualTo(List.of(
                        "restoring visits-ledger/3: 5,000 of 1,000,000 records, 0 %",
                        "restoring visits-ledger/3: 10,000 of 1,000,000 records, 1 %",
                        "restored visits-ledger/3: 1000000 records"));
    }
}
