package doorstep.engine;

import doorstep.decode.CommitmentParser;
import doorstep.decode.EventParser;
import doorstep.decode.FeedbackParser;
import doorstep.decode.VisitParser;
import doorstep.streams.PreCommitHook;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One input topic's share of the pipeline, and called like it.
 *
 * @param <T> the topic's record class
 * @param takesLinks whether it keeps what is owed, so that the other parts send it what they say about that
 */
record InputPipeline<T extends SpecificRecord>(Topic topic, EventParser<T> parser, boolean takesLinks) {
    static final List<InputPipeline<?>> ALL = List.of(
            new InputPipeline<>(Topics.VISITS, new VisitParser(), false),
            new InputPipeline<>(Topics.FEEDBACK, new FeedbackParser(), false),
            new InputPipeline<>(Topics.COMMITMENTS, new CommitmentParser(), true));

    /** Part of the names of stores and internal topics, of senders, and of rows of {@code doorstep.progress}. */
    String name() {
        return topic.shortName();
    }

    String ledgerStore() {
        return name() + "-ledger";
    }

    String wordsStore() {
        return name() + "-words";
    }

    /** Only of the part that takes links. */
    String linksStore() {
        return "links";
    }

    /** See {@link PreCommitHook}. */
    String beforeCommit() {
        return name() + "-before-commit";
    }

    String progressStore() {
        return name() + "-progress";
    }

    /** Those that keep rows. */
    List<String> stores() {
        return takesLinks
                ? List.of(ledgerStore(), wordsStore(), progressStore(), linksStore())
                : List.of(ledgerStore(), wordsStore(), progressStore());
    }

    List<String> changelogs(String applicationId) {
        return stores().stream()
                .map(store -> InternalNames.changelog(applicationId, store))
                .toList();
    }

    String processor() {
        return "count-" + name();
    }

    /** The node that delta batches are forwarded to. */
    String deltas() {
        return name() + "-deltas";
    }

    /** The internal topic that delta batches go through. */
    String deltasTopic(String applicationId) {
        return InternalNames.deltaBatches(applicationId, name());
    }

    /** The node that links are forwarded to; only of a part that sends them. */
    String links() {
        return name() + "-links";
    }

    /** The internal topic that links go through. */
    String linksTopic(String applicationId) {
        return InternalNames.links(applicationId, name());
    }

    /** Those that send links. */
    static List<InputPipeline<?>> linking() {
        return ALL.stream().filter(part -> !part.takesLinks()).toList();
    }

    /** The internal topics that links come to this part through; none if it takes none. */
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

    String sender(int partition) {
        return name() + "/" + partition;
    }
}
