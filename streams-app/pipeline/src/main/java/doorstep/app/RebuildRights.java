// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import doorstep.cluster.AdminAnswers;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Checks that the user of a rebuild has the permissions it needs, as far as the brokers tell in advance. */
final class RebuildRights {
    private final AppConfig config;
    private final Admin admin;

    RebuildRights(AppConfig config, Admin admin) {
        this.config = config;
        this.admin = admin;
    }

    /**
     * @param internal topics that exist and are to be deleted
     * @throws ClusterException naming every missing permission; never on a cluster without access control
     */
    void requireAll(List<String> internal) {
        Map<String, Set<AclOperation>> needed = new TreeMap<>();
        internal.forEach(topic -> needed.put(topic, Set.of(CREATE, DELETE, READ, WRITE)));
        config.topics().of(Topics.inputs()).forEach(topic -> needed.put(topic, Set.of(READ)));
        config.topics().of(Rebuild.written()).forEach(topic -> needed.put(topic, Set.of(READ, WRITE)));
        List<String> lacking = new ArrayList<>();
        var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        AdminAnswers.await(admin.describeTopics(needed.keySet(), options).allTopicNames())
                .forEach((name, topic) ->
                        addLacking("topic " + name, needed.get(name), topic.authorizedOperations(), lacking));
        addLackingOnGroup(lacking);
        if (!lacking.isEmpty()) {
            throw new ClusterException(
                    "this user lacks rights at " + config.bootstrapServers() + ", and nothing was deleted:\n  "
                            + String.join("\n  ", lacking.stream().sorted().toList()));
        }
    }

    private void addLackingOnGroup(List<String> lacking) {
        String group = config.applicationId();
        var options = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
        try {
            var found = AdminAnswers.await(admin.describeConsumerGroups(List.of(group), options)
                    .describedGroups()
                    .get(group));
            addLacking("group " + group, Set.of(DELETE, READ), found.authorizedOperations(), lacking);
        } catch (GroupIdNotFoundException e) {
            // never ran: there is nothing to delete, and joining the group is the first thing that the pipeline does
        }
    }

    /** @param allowed null if the brokers have no access control */
    private static void addLacking(
            String resource, Set<AclOperation> needed, Set<AclOperation> allowed, List<String> lacking) {
        if (allowed != null) {
            needed.stream()
                    .filter(operation -> !allowed.contains(operation))
                    .forEach(operation -> lacking.add(operation + " on " + resource));
        }
    }
}
