"""What the walk through the lesson on backpropagation sees beside its parts."""

LINKS = (
    "expression=p+%3D+sigmoid%28w*x+%2B+b%29%3B+-%28y*log%28p%29+%2B+%281+-+y%29*log%281+-+p%29%29&place=27",
    "expression=w*%28x&place=3",
    "expression=w%2Fx&variables=w%3D1%2Cx%3D0",
    "part=net&net_hidden=4&net_outputs=2&net_psi=sigmoid&net_place=13",
)
