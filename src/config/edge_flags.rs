//! The command-line options of an edge.

use clap::Args;

use super::PortFlags;
use super::layer::Layer;
use crate::cluster::{EdgeName, OriginToken, OriginUrls};
use crate::failover::{ClusterName, NatsUrls};

/// The options that an edge takes.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::doc_markdown, reason = "these lines are shown as help, where backticks would be noise")]
pub struct EdgeFlags {
    /// Servers whose stations are served, the preferred one first, such as https://radio.example. Where several have a
    /// station, the others stand in for the first [env: LONGWAVE_ORIGIN]
    #[arg(long, value_name = "URL,...")]
    pub origin: Option<OriginUrls>,

    /// NATS servers by which the servers of a cluster are found whose stations are served, such as nats://10.0.0.1; in place
    /// of origins, or beside them. Others see the command line: for addresses with a password, the variable or the
    /// configuration file are better places [env: LONGWAVE_NATS] [default: none]
    #[arg(long, value_name = "URL,...", hide_env_values = true)]
    pub nats: Option<NatsUrls>,

    /// Name that the servers of that cluster share [env: LONGWAVE_CLUSTER] [default: longwave]
    #[arg(long, value_name = "NAME")]
    pub cluster: Option<ClusterName>,

    /// API token of the origins, of an administrator and with the scope edges:write, with which listeners are reported.
    /// Others see the command line: the variable or the configuration file are better places [env:
    /// LONGWAVE_ORIGIN_TOKEN]
    #[arg(long, value_name = "TOKEN", hide_env_values = true)]
    pub origin_token: Option<OriginToken>,

    /// Name that origins show this edge by [env: LONGWAVE_EDGE_NAME] [default: that of the machine]
    #[arg(long, value_name = "NAME")]
    pub edge_name: Option<EdgeName>,

    #[command(flatten)]
    pub(crate) port: PortFlags,
}

impl EdgeFlags {
    pub(super) fn layer(&self) -> Layer {
        Layer {
            origin: self.origin.clone(),
            origin_token: self.origin_token.clone(),
            edge_name: self.edge_name.clone(),
            nats: self.nats.clone(),
            cluster: self.cluster.clone(),
            ..self.port.layer()
        }
    }
}
