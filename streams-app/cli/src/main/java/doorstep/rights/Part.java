package doorstep.rights;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** Who needs what of a cluster: each part runs as a user of its own, with these rights and no others. */
public enum Part {
    INGEST("`doorstep ingest`, and any producer of events") {
        @Override
        public List<Right> rights(String applicationId) {
            List<Right> rights = new ArrayList<>();
            forEach(Topics.inputs(), WRITE, "events", rights);
            rights.add(Right.topics(DESCRIBE, "doorstep.", "all topics are verified first"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, "doorstep.", "same"));
            rights.add(Right.topic(READ, Topics.PROGRESS.name(), "`--wait`"));
            return rights;
        }
    },
    WAIT("`doorstep wait`") {
        @Override
        public List<Right> rights(String applicationId) {
            List<Right> rights = new ArrayList<>();
            forEach(Topics.inputs(), READ, "what of them is an event, and what the end of a transaction", rights);
            rights.add(Right.topic(READ, Topics.PROGRESS.name(), "how far the pipeline has come"));
            return rights;
        }
    },
    PIPELINE("`doorstep run`") {
        @Override
        public List<Right> rights(String applicationId) {
            List<Right> rights = new ArrayList<>();
            forEach(Topics.inputs(), READ, "events", rights);
            forEach(Topics.results(), WRITE, "rows", rights);
            rights.add(Right.topic(WRITE, Topics.PROGRESS.name(), "accounting"));
            rights.add(Right.topic(READ, Topics.PROGRESS.name(), "did each task get what the others sent?"));
            rights.add(Right.topic(WRITE, Topics.SETTINGS.name(), "what the figures are counted under"));
            rights.add(Right.topic(
                    READ,
                    Topics.SETTINGS.name(),
                    "was a rebuild begun and not finished? were they counted under other settings?"));
            rights.add(Right.topic(WRITE, Topics.REJECTED.name(), "refused records"));
            rights.add(Right.topic(DESCRIBE, Topics.SCHEMAS.name(), "all topics are verified first"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, "doorstep.", "same"));
            String internal = applicationId + "-";
            rights.add(Right.topics(CREATE, internal, "changelogs and hand-overs"));
            rights.add(Right.topics(READ, internal, "same"));
            rights.add(Right.topics(WRITE, internal, "same"));
            rights.add(Right.topics(DELETE, internal, "hand-overs that were applied are deleted"));
            rights.add(Right.topics(DESCRIBE_CONFIGS, internal, "their settings are verified at each start"));
            rights.add(new Right(READ, ResourceType.GROUP, applicationId, false, "the instances share the work"));
            rights.add(new Right(WRITE, ResourceType.TRANSACTIONAL_ID, internal, true, "exactly once"));
            return rights;
        }
    },
    READER("`doorstep rows`, `watch` and `rejects`; dashboards") {
        @Override
        public List<Right> rights(String applicationId) {
            List<Right> rights = new ArrayList<>();
            forEach(Topics.results(), READ, "rows", rights);
            forEach(Topics.inputs(), DESCRIBE, "how much is not read yet", rights);
            rights.add(Right.topic(READ, Topics.PROGRESS.name(), "as-of, and what is read"));
            rights.add(Right.topic(READ, Topics.SETTINGS.name(), "zone, targets, catalogue"));
            rights.add(Right.topic(READ, Topics.REJECTED.name(), "`rejects`, `rows rejected`"));
            return rights;
        }
    },
    EXPORT("what loads rows into a warehouse, as consumer group `APP-export`") {
        @Override
        public List<Right> rights(String applicationId) {
            List<Right> rights = new ArrayList<>();
            forEach(Topics.results(), READ, "rows", rights);
            rights.add(new Right(
                    READ, ResourceType.GROUP, applicationId + "-export", false, "how far it has read is kept there"));
            return rights;
        }
    },
    REGISTRY("`doorstep registry`") {
        @Override
        public List<Right> rights(String applicationId) {
            String id = applicationId + "-registry";
            return List.of(
                    Right.topic(READ, Topics.SCHEMAS.name(), "schemas"),
                    Right.topic(WRITE, Topics.SCHEMAS.name(), "new ones"),
                    new Right(WRITE, ResourceType.TRANSACTIONAL_ID, id, false, "one registry writes at a time"));
        }
    };

    private final String what;

    Part(String what) {
        this.what = what;
    }

    /** @param applicationId of the pipeline */
    public abstract List<Right> rights(String applicationId);

    String what() {
        return what;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static void forEach(List<Topic> topics, AclOperation operation, String why, List<Right> rights) {
        topics.forEach(topic -> rights.add(Right.topic(operation, topic.name(), why)));
    }
}
