// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import doorstep.app.Pipeline;

/**
 * Logback filter that keeps the pipeline's final error off the console: the command that runs the pipeline ends with
 * the same message.
 */
public final class PipelineErrorFilter extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLevel() == Level.ERROR && event.getLoggerName().equals(Pipeline.class.getName())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
