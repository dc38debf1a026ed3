/** @file Where the page begins. */
import { createRoot } from "react-dom/client";
import { takeToken } from "./api/call.ts";
import { App } from "./app.tsx";
import "./styles/paper.css";
import "./styles/parts.css";
import "./styles/start.css";
import "./styles/run.css";
import "./styles/grid.css";
import "./styles/aside.css";
import "./styles/reports.css";

takeToken();
const page = document.getElementById("page");
if (page !== null) createRoot(page).render(<App />);
