"""Is this a point on the earth, a GeoJSON object, a TopoJSON one?"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_RING_POSITIONS = 4  # RFC 7946 section 3.1.6
_LINE_POSITIONS = 2  # RFC 7946 section 3.1.4
_LARGEST_LATITUDE, _LARGEST_LONGITUDE = 90, 180


class GeoPoint(NamedTuple):
    """A point on the earth, in degrees."""

    lon: Decimal
    lat: Decimal


def parse_geopoint(cell: object, form: str) -> GeoPoint:
    """The point that a cell holds.

    Parameters
    ----------
    cell : object
        ``"lon, lat"``, or JSON as text or value.
    form : {"default", "array", "object"}
        The format of the field.

    Raises
    ------
    ValueError, TypeError, KeyError, decimal.InvalidOperation
        Where it holds none.

    Examples
    --------
    >>> parse_geopoint("90.50, 45.50", "default")
    GeoPoint(lon=Decimal('90.50'), lat=Decimal('45.50'))
    """
    if form == "default" and isinstance(cell, str):
        lon, lat = (part.strip() for part in cell.split(","))
    else:
        value = json.loads(cell) if isinstance(cell, str) else cell
        if form == "object" and isinstance(value, dict) and len(value) == len(GeoPoint._fields):
            value = [value["lon"], value["lat"]]
        elif form == "object" or not isinstance(value, list):
            raise ValueError(cell)
        lon, lat = value
        if value is cell and isinstance(lon, str):  # within text, a number may be quoted
            raise ValueError(cell)
    point = GeoPoint(Decimal(lon), Decimal(lat))
    if abs(point.lon) > _LARGEST_LONGITUDE or abs(point.lat) > _LARGEST_LATITUDE:
        raise ValueError(cell)
    return point


def is_geojson(value: object) -> bool:
    """Whether a JSON value is a GeoJSON object (RFC 7946).

    Examples
    --------
    >>> is_geojson({"type": "Point", "coordinates": [12.5, 41.9]})
    True
    >>> is_geojson({"type": "Point", "coordinates": ["12.5", "41.9"]})
    False
    """
    if not isinstance(value, dict):
        return False
    if "bbox" in value and not _all(value["bbox"], _is_number):
        return False
    kind = value.get("type")
    if kind == "FeatureCollection":
        return _all(value.get("features"), _is_feature)
    return _is_feature(value) if kind == "Feature" else _is_geometry(value)


def _is_feature(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.get("type") == "Feature"
        and "geometry" in value
        and (value["geometry"] is None or _is_geometry(value["geometry"]))
        and isinstance(value.get("properties", 0), dict | None)
    )


def _is_geometry(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return False
    if value["type"] == "GeometryCollection":
        return _all(value.get("geometries"), _is_geometry)
    accepts = _COORDINATES.get(value["type"])
    return accepts is not None and accepts(value.get("coordinates"))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _all(value: object, accepts: Callable[[object], bool], least: int = 0) -> bool:
    return isinstance(value, list) and len(value) >= least and all(map(accepts, value))


def _is_position(value: object) -> bool:
    return _all(value, _is_number, 2)


def _is_line(value: object) -> bool:
    return _all(value, _is_position, _LINE_POSITIONS)


def _is_ring(value: object) -> bool:
    return (
        isinstance(value, list)
        and _all(value, _is_position, _RING_POSITIONS)
        and bool(value[0] == value[-1])
    )


def _is_polygon(value: object) -> bool:
    return _all(value, _is_ring)


_COORDINATES: dict[str, Callable[[object], bool]] = {
    "Point": _is_position,
    "MultiPoint": lambda value: _all(value, _is_position),
    "LineString": _is_line,
    "MultiLineString": lambda value: _all(value, _is_line),
    "Polygon": _is_polygon,
    "MultiPolygon": lambda value: _all(value, _is_polygon),
}


def is_topojson(value: object) -> bool:
    """Whether a JSON value is a TopoJSON object: a topology, or one geometry of it."""
    if not isinstance(value, dict):
        return False
    if "bbox" in value and not _all(value["bbox"], _is_number, 2):
        return False
    if value.get("type") != "Topology":
        return _is_topo_geometry(value)
    objects, transform = value.get("objects"), value.get("transform")
    return (
        isinstance(objects, dict)
        and all(map(_is_topo_geometry, objects.values()))
        and _all(value.get("arcs"), lambda arc: _all(arc, _is_position, _LINE_POSITIONS))
        and (transform is None or _is_transform(transform))
    )


def _is_transform(value: object) -> bool:
    return isinstance(value, dict) and all(
        _all(value.get(part), _is_number, 2) for part in ("scale", "translate")
    )


def _is_topo_geometry(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return False
    kind = value["type"]
    if kind == "GeometryCollection":
        return _all(value.get("geometries"), _is_topo_geometry)
    if kind in ("Point", "MultiPoint"):
        return _COORDINATES[kind](value.get("coordinates"))
    return kind in _ARCS and _ARCS[kind](value.get("arcs"))


def _is_arc(value: object) -> bool:
    return _all(value, _is_integer)


def _is_arcs(value: object) -> bool:
    return _all(value, _is_arc)


_ARCS: dict[str, Callable[[object], bool]] = {
    "LineString": _is_arc,
    "MultiLineString": _is_arcs,
    "Polygon": _is_arcs,
    "MultiPolygon": lambda value: _all(value, _is_arcs),
}
