"""Lets a PyTorch that was installed without its CUDA packages load: stand-ins for the libraries it links against.

The wheel for Linux on PyPI is built with CUDA, and its libraries do not load where those of CUDA are missing, though the
processor's kernels need none of them. This script writes libraries of the missing names whose every function answers
"no device", so that PyTorch finds no GPU and runs as a CPU build does. Wheels without CUDA are left as they are.

Needs a C compiler (cc) and readelf. Run with the Python that PyTorch is installed in.
"""
import re
import subprocess
import sysconfig
import tempfile
from pathlib import Path

LIBRARY = re.compile(r"lib(cu|nccl|nvrtc|nvshmem)[\w-]*\.so\.\d+")
FUNCTION = re.compile(r"(__cuda|cu[a-zA-Z]|nccl|nvrtc|nvshmem)\w*")
NO_DEVICE = 100  # cudaErrorNoDevice, CUDA_ERROR_NO_DEVICE

directory = Path(sysconfig.get_path("platlib")) / "torch" / "lib"
versions = {}
functions = set()
for library in directory.glob("*.so"):
    command = ["readelf", "--wide", "--dynamic", "--version-info", "--dyn-syms", str(library)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for name in re.findall(r"\(NEEDED\).*\[(.*)\]", text):
        if LIBRARY.fullmatch(name):
            versions.setdefault(name, set())
    file = None
    for name, version in re.findall(r"File: (\S+)|Name: (\S+)", text):
        file = name or file
        if version and LIBRARY.fullmatch(file):
            versions.setdefault(file, set()).add(version)
    for name in re.findall(r" UND ([^@\s]+)", text):
        if FUNCTION.fullmatch(name):
            functions.add(name)

with tempfile.TemporaryDirectory() as scratch:
    source, script = Path(scratch, "none.c"), Path(scratch, "none.map")
    source.write_text("".join(f"long {name}(void) {{ return {NO_DEVICE}; }}\n" for name in sorted(functions)))
    flags = ["-shared", "-fPIC", "-fno-builtin", "-w", f"-Wl,--version-script={script}"]
    for name, wanted in versions.items():
        first, *others = sorted(wanted) or [name]
        script.write_text(f"{first} {{ global: *; }};\n" + "".join(f"{other} {{ }};\n" for other in others))
        target = str(directory / name)
        subprocess.run(["cc", *flags, f"-Wl,-soname,{name}", "-o", target, str(source)], check=True)
