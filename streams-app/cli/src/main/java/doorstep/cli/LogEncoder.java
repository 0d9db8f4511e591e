// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.pattern.PatternLayoutEncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import doorstep.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Encodes log events as text with a pattern, in which {@code %printable} is the message on one line, or as JSON with
 * one object per line. The environment variable {@code DOORSTEP_LOG} selects the format. Neither format contains
 * control sequences that a terminal would execute.
 *
 * <p>Logback's own JSON encoder separates the arguments from the message and splits a stack trace into frames, which
 * log collectors and viewers do not put together again.
 */
public final class LogEncoder extends PatternLayoutEncoderBase<ILoggingEvent> {
    static final String VARIABLE = "DOORSTEP_LOG";

    private static final ObjectMapper JSON = new ObjectMapper();

    enum Format {
        TEXT,
        JSON;

        /** The selected format, by default text; empty if the variable has another value. */
        static Optional<Format> of(Map<String, String> environment) {
            String name = environment.getOrDefault(VARIABLE, "text");
            return Arrays.stream(values())
                    .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }

    private final Format format;

    public LogEncoder() {
        this(Format.of(System.getenv()).orElse(Format.TEXT)); // Main refuses other values
    }

    LogEncoder(Format format) {
        this.format = format;
    }

    @Override
    public void start() {
        PatternLayout text = new PatternLayout();
        text.setContext(context);
        text.getInstanceConverterMap().put("printable", PrintableMessage::new);
        text.setPattern(getPattern());
        text.start();
        layout = text;
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String text = format == Format.JSON ? json(event) : PrintableText.lines(layout.doLayout(event));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(ILoggingEvent event) {
        ObjectNode record = JSON.createObjectNode()
                .put(
                        "timestamp",
                        event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("level", event.getLevel().toString())
                .put("logger", event.getLoggerName())
                .put("thread", event.getThreadName())
                .put("message", event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            record.put("stackTrace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        try {
            // JSON escapes some of the control characters; the rest are escaped here in a way that JSON understands.
            return PrintableText.line(JSON.writeValueAsString(record)) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError(e); // a flat object of strings
        }
    }
}
