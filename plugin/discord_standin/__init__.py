"""A local Discord for trying and testing bots: REST and gateway on loopback sockets."""
