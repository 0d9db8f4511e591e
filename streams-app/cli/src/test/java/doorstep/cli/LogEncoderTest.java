// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.cli.LogEncoder.Format;
import doorstep.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogEncoderTest {
    private static final String HOSTILE = "red \u001B[31m \u009B2J \u202E \u2028 \"quoted\" \\ 北京\nsecond line";

    private final LoggerContext context = new LoggerContext();

    @Test
    void shouldWriteOneJsonObjectALine() throws IOException {
        String line = encoded(Format.JSON, null);

        assertThat(line).endsWith("\n").doesNotContain("stackTrace");
        JsonNode record = new ObjectMapper().readTree(line);
        assertThat(record.get("timestamp").asText()).isEqualTo("2026-05-01T08:00:00.123Z");
        assertThat(record.get("level").asText()).isEqualTo("WARN");
        assertThat(record.get("logger").asText()).isEqualTo("doorstep.Test");
        assertThat(record.get("thread").asText()).isEqualTo("main");
        assertThat(record.get("message").asText()).isEqualTo("says " + HOSTILE);
    }

    @Test
    void shouldLeaveNothingThatTerminalsObey() {
        for (Format format : Format.values()) {
            String text = encoded(format, new IllegalStateException(HOSTILE));

            assertThat(PrintableText.lines(text)).isEqualTo(text).contains("北京");
        }
        assertThat(encoded(Format.JSON, new IllegalStateException(HOSTILE))).containsOnlyOnce("\n");
    }

    @Test
    void shouldKeepAStackTraceInItsRecord() throws IOException {
        String line = encoded(Format.JSON, new IllegalStateException("outer", new IOException("inner")));

        assertThat(new ObjectMapper().readTree(line).get("stackTrace").asText())
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("\tat doorstep.cli.LogEncoderTest", "Caused by: java.io.IOException: inner");
    }

    @Test
    void shouldWriteTextWithAPrintableMessage() {
        assertThat(encoded(Format.TEXT, null))
                .isEqualTo("WARN: says red \\u001B[31m \\u009B2J \\u202E \\u2028 \"quoted\" \\ 北京\\u000Asecond line\n");
    }

    @Test
    void shouldKnowTheFormatsOfTheEnvironment() {
        assertThat(Format.of(Map.of())).contains(Format.TEXT);
        assertThat(Format.of(Map.of("DOORSTEP_LOG", "text"))).contains(Format.TEXT);
        assertThat(Format.of(Map.of("DOORSTEP_LOG", "json"))).contains(Format.JSON);
        assertThat(Format.of(Map.of("DOORSTEP_LOG", "xml"))).isEmpty();
    }

    private String encoded(Format format, Throwable thrown) {
        LogEncoder encoder = new LogEncoder(format);
        encoder.setContext(context);
        encoder.setPattern("%level: %printable%n");
        encoder.start();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("doorstep.Test"), Level.WARN, "says {}", thrown, new Object[] {HOSTILE});
        event.setInstant(Instant.parse("2026-05-01T08:00:00.123Z"));
        event.setThreadName("main");
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
