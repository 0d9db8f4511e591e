// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.streams.PreCommitHook;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.List;

/**
 * The part of the pipeline that handles one input topic, and is named after it.
 *
 * @param takesLinks whether this part tracks what is owed, and so receives links from the other parts
 */
record InputPipeline(Topic topic, boolean takesLinks) {
    static final List<InputPipeline> ALL = List.of(
            new InputPipeline(Topics.VISITS, false),
            new InputPipeline(Topics.FEEDBACK, false),
            new InputPipeline(Topics.COMMITMENTS, true));

    /** Used in the names of stores, internal topics and senders, and in rows of {@code doorstep.progress}. */
    String name() {
        return topic.shortName();
    }

    String ledgerStore() {
        return name() + "-ledger";
    }

    String wordsStore() {
        return name() + "-words";
    }

    /** Only for the part that takes links. */
    String linksStore() {
        return "links";
    }

    /** Name of the part's {@link PreCommitHook}. */
    String beforeCommit() {
        return name() + "-before-commit";
    }

    String progressStore() {
        return name() + "-progress";
    }

    /** The stores that keep rows. */
    List<String> stores() {
        return takesLinks
                ? List.of(ledgerStore(), wordsStore(), progressStore(), linksStore())
                : List.of(ledgerStore(), wordsStore(), progressStore());
    }

    String processor() {
        return "count-" + name();
    }

    /** The node to which delta batches are forwarded. */
    String deltas() {
        return name() + "-deltas";
    }

    /** The internal topic for delta batches. */
    String deltasTopic(String applicationId) {
        return InternalNames.deltaBatches(applicationId, name());
    }

    /** The node to which links are forwarded; only for a part that sends them. */
    String links() {
        return name() + "-links";
    }

    /** The internal topic for links. */
    String linksTopic(String applicationId) {
        return InternalNames.links(applicationId, name());
    }

    /** The parts that send links. */
    static List<InputPipeline> linking() {
        return ALL.stream().filter(part -> !part.takesLinks()).toList();
    }

    /** The internal topics through which this part receives links; none if it takes none. */
    List<String> linksFrom(String applicationId) {
        return takesLinks
                ? linking().stream().map(from -> from.linksTopic(applicationId)).toList()
                : List.of();
    }

    String rejectedSink() {
        return name() + "-to-" + Topics.REJECTED.shortName();
    }

    String progressSink() {
        return name() + "-to-" + Topics.PROGRESS.shortName();
    }

    /** Only for the part that takes links. */
    String worklistSink() {
        return name() + "-to-" + Topics.WORKLIST.shortName();
    }

    /** @param topics names of the topics */
    TaskNames taskNames(TopicNames topics) {
        return new TaskNames(name(), List.of(topics.of(topic)), stores(), progressStore(), progressSink());
    }
}
