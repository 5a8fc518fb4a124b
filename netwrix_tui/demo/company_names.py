"""The words that the demo's company is made of: names of people, departments, sites, files."""

from __future__ import annotations

FIRST_NAMES: tuple[str, ...] = (
    "Jane", "Tom", "Anna", "Lukas", "Maria", "Søren", "Ines", "Paul", "Zoë", "Mark", "Olga", "Ravi",
    "Chloé", "Ben", "Łucja", "Henrik", "Fatima", "David", "Mei", "Jonas", "Carla", "Victor", "Noor",
    "Peter", "Aisha", "Martin", "Elif", "Simon", "Yara", "Oscar", "Greta", "Milan", "Ruth", "Igor",
    "Sofia", "Hugo", "Lena", "Karim", "Emma", "Jakub", "Nina", "Felix", "Petra", "Samuel", "Ida",
    "Tobias", "Leila", "Adam", "Vera", "Niklas", "Julia", "Omar", "Marta", "Kevin", "Alice",
)  # fmt: skip
LAST_NAMES: tuple[str, ...] = (
    "Doe", "Reed", "Lee", "Weber", "Novák", "Larsen", "Silva", "Moreau", "Kowalska", "Fischer",
    "Haddad", "Jensen", "Ortega", "Müller", "Brandt", "Okafor", "Rossi", "Virtanen", "Patel",
    "Dubois", "Horváth", "Lindqvist", "Castro", "Schmidt", "Nguyen", "Bauer", "Marković", "Popescu",
    "Eriksen", "Walsh", "Yılmaz", "Hoffmann", "Costa", "Petrov", "Baker", "Vogel", "Sato", "Keller",
    "Ferrari", "Dahl", "Murphy", "Sørensen", "Ionescu", "Klein", "Gómez", "Meyer", "Wright",
    "Bianchi", "Rahman", "Hansen", "Fuchs", "O'Brien", "Lambert", "Vega", "Stein", "Nowak",
)  # fmt: skip
SITES: tuple[str, ...] = ("Berlin", "Leeds", "Lyon", "Kraków", "Porto")

DEPARTMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Finance", ("Controller", "Accountant", "Treasury Analyst", "Payroll Clerk")),
    ("Human Resources", ("HR Partner", "Recruiter", "Training Lead")),
    ("Sales", ("Account Manager", "Sales Engineer", "Bid Writer", "Inside Sales")),
    ("Marketing", ("Campaign Manager", "Designer", "Copywriter")),
    ("Engineering", ("Engineer", "Senior Engineer", "Test Engineer", "Architect")),
    ("Operations", ("Planner", "Shift Lead", "Buyer", "Dispatcher")),
    ("Legal", ("Counsel", "Contract Manager")),
    ("Research", ("Scientist", "Lab Technician", "Data Analyst")),
    ("Support", ("Service Agent", "Support Lead")),
    ("IT", ("System Administrator", "Service Desk Agent", "Network Engineer", "DBA")),
)

FOLDERS: tuple[str, ...] = (
    "Budget", "Forecasts", "Contracts", "Invoices", "Projects\\Phoenix", "Projects\\Aurora",
    "Projects\\Delta\\Reports", "Archive\\2023", "Archive\\2024", "Templates", "Meetings", "Audits",
    "Suppliers\\Prices", "Customers", "Drawings\\Rev C", "Übersichten", "Présentations", "Policies",
    "Payroll", "Travel", "Onboarding", "Board", "Quotes\\Open", "Quotes\\Won",
)  # fmt: skip
TOPICS: tuple[str, ...] = (
    "forecast", "budget", "invoice", "offer", "contract", "price list", "minutes", "plan", "report",
    "summary", "checklist", "org chart", "salary review", "cost centres", "test results", "drawing",
    "Kostenübersicht", "compte rendu", "umowa", "inventory", "roadmap", "risk register", "notes",
    "timesheet", "shipping list", "customer list", "specification", "presentation",
)  # fmt: skip
EXTENSIONS: tuple[str, ...] = (
    "xlsx", "xlsx", "docx", "docx", "pdf", "pdf", "pptx", "csv", "txt", "msg", "dwg", "zip", "jpg",
)  # fmt: skip

GROUPS: tuple[str, ...] = (
    "Finance Readers", "Finance Writers", "HR Confidential", "Sales All", "Project Phoenix",
    "Project Aurora", "VPN Users", "Remote Desktop Berlin", "Print Operators Leeds", "Lab Access",
    "SQL Developers", "SharePoint Owners", "Helpdesk", "Password Resetters", "Board Assistants",
    "Contractors", "Payroll Team", "Quality Circle", "Wi-Fi Staff", "Software Deployment",
)  # fmt: skip
"""Groups without special rights; the privileged ones are in :mod:`company`."""

SERVICES: tuple[str, ...] = (
    "svc-backup", "svc-sync", "svc-antivirus", "svc-sql01", "svc-sql02", "svc-sharepoint",
    "svc-scan", "svc-monitoring", "svc-deploy", "svc-print", "svc-erp", "svc-crm", "svc-jobs",
    "svc-adconnect", "svc-exchange", "svc-netwrix", "svc-badge", "svc-fax", "svc-vcenter",
)  # fmt: skip
