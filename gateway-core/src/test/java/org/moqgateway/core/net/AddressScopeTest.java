package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressScopeTest {

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "2606:4700::1, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.32.0.0, PUBLIC",
        "100.63.255.255, PUBLIC",
        "100.128.0.0, PUBLIC",
        "192.169.0.1, PUBLIC",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.168.0.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "fd00::1, PRIVATE",
        "fc12::1, PRIVATE",
        "fec0::1, PRIVATE",
        "127.0.0.1, LOOPBACK",
        "127.255.1.1, LOOPBACK",
        "::1, LOOPBACK",
        "169.254.169.254, LINK_LOCAL",
        "169.254.0.1, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "fd00:ec2::254, LINK_LOCAL",
        "100.100.100.200, LINK_LOCAL",
        "192.0.0.192, LINK_LOCAL",
        "0.0.0.0, NOWHERE",
        "0.1.2.3, NOWHERE",
        "224.0.0.251, NOWHERE",
        "240.0.0.1, NOWHERE",
        "255.255.255.255, NOWHERE",
        "::, NOWHERE",
        "ff02::fb, NOWHERE"
    })
    void tellsHowFarAnAddressReaches(String address, AddressScope scope) {
        assertThat(AddressScope.of(InetAddress.ofLiteral(address))).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:127.0.0.1, LOOPBACK",
        "::ffff:169.254.169.254, LINK_LOCAL",
        "::127.0.0.1, LOOPBACK",
        "::10.0.0.1, PRIVATE",
        "2002:7f00:1::1, LOOPBACK",
        "2002:a9fe:a9fe::, LINK_LOCAL",
        "2002:808:808::, PUBLIC",
        "64:ff9b::7f00:1, LOOPBACK",
        "64:ff9b::a9fe:a9fe, LINK_LOCAL",
        "64:ff9b::808:808, PUBLIC",
        // Of a prefix of 96, 64, 56, 48 bits in the network's own range.
        "64:ff9b:1::7f00:1, LOOPBACK",
        "64:ff9b:1:0:a9:fea9:fe00:0, LINK_LOCAL",
        "64:ff9b:1:a9:fe:a9fe::, LINK_LOCAL",
        "64:ff9b:1:a9fe:a9:fe00::, LINK_LOCAL",
        "64:ff9b:1:808:8:800::, PRIVATE",
        "64:ff9b:1::808:808, PRIVATE"
    })
    void looksThroughSixClothes(String address, AddressScope scope) {
        assertThat(AddressScope.of(InetAddress.ofLiteral(address))).isEqualTo(scope);
    }
}
