mod earned;
mod explain;
mod financials;
mod ground;
mod overhead;
mod portfolio;
mod secrecy;
