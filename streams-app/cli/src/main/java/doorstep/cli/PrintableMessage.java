package doorstep.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** A log message on one line, without anything that a terminal obeys. {@code %printable} in patterns of {@link LogEncoder}. */
public final class PrintableMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return PrintableText.line(super.convert(event));
    }
}
