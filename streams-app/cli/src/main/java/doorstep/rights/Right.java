// SPDX-License-Identifier: Apache-2.0
package doorstep.rights;

import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One permission of a user, in the terms of Kafka's access control lists. READ, WRITE and DELETE imply DESCRIBE.
 *
 * @param name of a topic, a group or a transactional id; a prefix of such names if {@code prefix}
 * @param why what it is for, for the documentation
 */
public record Right(AclOperation operation, ResourceType type, String name, boolean prefix, String why) {
    static Right topic(AclOperation operation, String name, String why) {
        return new Right(operation, ResourceType.TOPIC, name, false, why);
    }

    static Right topics(AclOperation operation, String prefix, String why) {
        return new Right(operation, ResourceType.TOPIC, prefix, true, why);
    }

    static Right groups(AclOperation operation, String prefix, String why) {
        return new Right(operation, ResourceType.GROUP, prefix, true, why);
    }

    /** The ACL binding for a user on any host. */
    public AclBinding binding(String user) {
        return new AclBinding(
                new ResourcePattern(type, name, prefix ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    /** As in {@code WRITE on topic doorstep.visits} or {@code READ on topic doorstep-*}. */
    @Override
    public String toString() {
        return operation + " on " + typeText() + " " + nameText();
    }

    String typeText() {
        return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    String nameText() {
        return prefix ? name + "*" : name;
    }
}
