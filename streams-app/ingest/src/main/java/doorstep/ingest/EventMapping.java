package doorstep.ingest;

import doorstep.wire.Topic;
import java.util.Collection;

/**
 * One kind of event that rows yield.
 *
 * @param when rows without it yield none
 * @param columns of the file that are looked at
 */
record EventMapping(Topic topic, Condition when, EventMaker maker, Collection<String> columns) {}
