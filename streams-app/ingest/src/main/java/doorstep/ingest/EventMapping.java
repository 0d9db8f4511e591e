// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.wire.Topic;
import java.util.Collection;

/**
 * The part of a mapping that makes one kind of event from rows.
 *
 * @param when rows for which this does not hold yield no such event
 * @param columns columns of the file that it reads
 */
record EventMapping(Topic topic, Condition when, EventMaker maker, Collection<String> columns) {}
