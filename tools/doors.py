"""An import contract of our own: other apps are entered by their door.

The built-in kinds cannot say "only its own app", so this walks all direct imports between apps.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """An import of another app is an import of exactly its `api`; the app's package itself is no door. `open` apps are tools."""

    type_name = "doors"

    package = fields.StringField()
    open = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 - given by the linter
        broken = []
        for importer in sorted(graph.find_descendants(str(self.package))):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                own, other = (self._app(module) for module in (importer, imported))
                if other in {"", own} | set(self.open):  # type: ignore[call-overload]
                    continue
                if imported != f"{self.package}.{other}.api":
                    broken.append((importer, imported))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} enters {imported} past its door", bold=False)

    def _app(self, module: str) -> str:
        parts = module.split(".")
        return parts[1] if parts[0] == self.package and len(parts) > 1 else ""
